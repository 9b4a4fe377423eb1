"""The views of a report: `write` and `read` its files, `render` one view; `Redactor` comes before all."""
