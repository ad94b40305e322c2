"""Numbers: statistical models that turn passages into grades. API shapes live in the service, never here."""
