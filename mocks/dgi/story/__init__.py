"""A living dealer: the records of DGI come about by the processes of the contract, driven by time or by hand."""
