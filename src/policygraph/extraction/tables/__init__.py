"""Reading tables of tasks: with a grid, with tabs, or as text that lost its grid."""
