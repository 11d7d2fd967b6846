"""What a notice says of itself: heading, number, date, issuers, the documents it rests on, its place and level."""
