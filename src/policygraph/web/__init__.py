"""What all web pages share, those of the atlas and those of the servers.

``assets`` has scripts and style sheets, ``html`` the template environment and bilingual markup, ``paths`` the address
of each page. For the servers alone: ``refusals`` has the error that refuses a request, ``serving`` assets and options,
``sockets`` the sockets that they listen on.
"""
