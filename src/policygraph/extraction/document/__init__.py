"""What a notice says about itself: heading, number, date, issuers, the documents it is based on, place and level."""
