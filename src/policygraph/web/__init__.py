"""What all web pages share, those of the atlas and those of the servers.

``assets`` holds scripts and style sheets, ``html`` the template environment and bilingual markup, ``paths`` the address
of each page, ``sockets`` what servers listen on.
"""
