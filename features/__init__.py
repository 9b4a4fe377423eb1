"""The contracts' rules in the words of the business: feature files and the steps that run them."""
