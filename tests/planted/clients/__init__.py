"""Small complete clients, one for each partner, that can be told to do one thing wrong.

They speak from the partners' documents alone: nothing of kontrak is imported in `wire`, `padi`, `tpos` and `dgi`.
"""
