"""What the applicant says of a grade."""

from tests.fakes.pages import Visitor


def test_a_reply_stays_with_the_spearhead_and_keeps_the_aims(visitor: Visitor) -> None:
    path = visitor.paste()
    answer = visitor.send(
        f"{path}/replies", spearhead="S1", reply="Niet akkoord: <b>zie</b> blz. 2", aim=["S2"]
    )
    assert answer.headers["location"] == f"{path}?aim=S2#spearhead-1"
    page = visitor.see(path).text
    assert "Niet akkoord: &lt;b&gt;zie&lt;/b&gt; blz. 2" in page


def test_a_later_reply_takes_nothing_away(visitor: Visitor) -> None:
    path = visitor.paste()
    for text in ("Eerste reactie", "Tweede reactie"):
        visitor.send(f"{path}/replies", spearhead="S2", reply=text)
    page = visitor.see(path).text
    assert page.index("Eerste reactie") < page.index("Tweede reactie")


def test_no_address_removes_a_reply(visitor: Visitor) -> None:
    path = visitor.paste()
    visitor.send(f"{path}/replies", spearhead="S2", reply="Blijft staan")
    assert visitor.client.delete(f"{path}/replies").status_code == 405
    assert "Blijft staan" in visitor.see(path).text


def test_a_reply_needs_a_spearhead_and_words(visitor: Visitor) -> None:
    path = visitor.paste()
    assert visitor.send(f"{path}/replies", spearhead="S99", reply="x").status_code == 400
    assert visitor.send(f"{path}/replies", spearhead="S1", reply="  ").status_code == 400
    assert visitor.send(f"{path}/replies", spearhead="S1", reply="x" * 4001).status_code == 400


def test_a_reply_travels_with_the_report_in_every_format_for_people(visitor: Visitor) -> None:
    path = visitor.paste()
    visitor.see(f"{path}/report.html")
    visitor.send(f"{path}/replies", spearhead="S1", reply="Dit klopt <b>niet</b>.")
    for format in ("html", "md", "text"):
        page = visitor.see(f"{path}/report.{format}").text
        assert "Reactie van de indiener" in page
        assert "<b>niet</b>" not in page or format == "text"
    for format in ("pdf", "docx"):
        assert visitor.see(f"{path}/report.{format}").status_code == 200


def test_a_reply_is_in_the_json_and_leaves_its_hash_as_it_was(visitor: Visitor) -> None:
    path = visitor.paste()
    before = visitor.see(f"{path}/report.json").json()
    visitor.send(f"{path}/replies", spearhead="S1", reply="Akkoord.")
    after = visitor.see(f"{path}/report.json").json()
    (reply,) = after.pop("replies")
    assert (reply["spearhead"], reply["text"]) == ("S1", "Akkoord.")
    assert after == before
