def create_other():
    raise NotImplementedError
