"""The part of a case of `lode holes` that names its tables: collar.csv, survey.csv and assay.csv."""


def hole_tables(collar, survey, elements):
    """collar and survey: {key of a place: column}; elements: {column, which is its name too: unit}. Negative dips point down."""
    def table(name, columns):
        return f'[{name}]\nfile = "{name}.csv"\nhole = "hole"\n' + "".join(f'{key} = "{column}"\n' for key, column in columns.items())

    return (table("collar", collar) + table("survey", survey) + 'down = "negative"\n' + table("assay", {"from": "from", "to": "to"}) +
            "".join(f'[assay.element.{name}]\ncolumn = "{name}"\nunit = "{unit}"\n' for name, unit in elements.items()))
