"""Cases of two published drilling campaigns; {0} is the folder of the data. CHOICES: one for each kind of fault in them."""
BABBITT = """[collar]
file = "{0}/collar_BABBITT.csv"
hole = "BHID"
x = "XCOLLAR"
y = "YCOLLAR"
z = "ZCOLLAR"
unit = "ft"
[survey]
file = "{0}/survey_BABBITT.csv"
hole = "BHID"
depth = "AT"
azimuth = "AZ"
dip = "DIP"
down = "positive"
unit = "ft"
[assay]
file = "{0}/assay_BABBITT.csv"
hole = "BHID"
from = "FROM"
to = "TO"
unit = "ft"
element.cu = {{ column = "CU", unit = "%" }}
element.ni = {{ column = "NI", unit = "%" }}
element.s = {{ column = "S", unit = "%" }}
element.fe = {{ column = "FE", unit = "%" }}
[composite]
length = 3.048
residual = "merge"
"""
COPPER_CREEK = """[collar]
file = "{0}/collar.csv"
hole = "hole_ID"
x = "x"
y = "y"
z = "z"
[survey]
file = "{0}/survey.csv"
hole = "hole_ID"
depth = "depth"
azimuth = "azimuth"
dip = "dip"
down = "negative"
[assay]
file = "{0}/assay.csv"
hole = "hole_ID"
from = "depth_from"
to = "depth_to"
element.cu = {{ column = "Cu_pct", unit = "%" }}
element.mo = {{ column = "Mo_pct", unit = "%" }}
element.ag = {{ column = "Ag_ppm", unit = "ppm" }}
element.au = {{ column = "Au_ppm", unit = "ppm" }}
[interval.lithology]
file = "{0}/lithology.csv"
hole = "hole_ID"
from = "depth_from"
to = "to_depth"
value = "rock class"
[domain]
table = "lithology"
[composite]
length = 5
residual = "merge"
"""
CHOICES = {"station_beyond_end": "leave_out", "dip_sign": "keep", "interval_order": "sort", "overlap": "first",
           "gap": "missing", "gap_at_collar": "missing", "gap_at_end": "missing", "empty_value": "missing",
           "negative_value": "half"}
