# The networks of this folder as objects of the package network, ready for statnet (ergm) and btergm.
#
#   Rscript networks.R        prints the size, density and centralization of each network
#   source("networks.R")      in R, with this folder as the working directory; then use the objects below
#
# Objects: shared, lead_support, vertical, issuing, bipartite (a body with a measure, two modes), and for each period
# shared_by_period and lead_support_by_period, lists of networks on the same bodies. Vertices have the attributes id,
# label_en, level, kind, function1 (the first function of government), load (measures borne), and in the lists active
# (bears or issued something in the period); edges have weight.
#
# Needs network and sna. The models at the end run only where ergm or btergm are installed; they are examples of a
# specification, not findings.

options(width = 120)
suppressPackageStartupMessages({
  library(network)
  library(sna)
})

here <- local({
  file <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
  if (length(file) == 1) dirname(gsub("~+~", " ", file, fixed = TRUE)) else "."
})

# Reads a table in UTF-8; the name of the first column is given because a byte order mark may stand before it.
read_table <- function(name, first) {
  found <- read.csv(
    file.path(here, name), encoding = "UTF-8", colClasses = "character", na.strings = character(), check.names = FALSE
  )
  names(found)[1] <- first
  found
}

make_network <- function(nodes, edges, directed, modes = FALSE) {
  made <- network.initialize(nrow(nodes), directed = directed, bipartite = modes)
  network.vertex.names(made) <- make.unique(ifelse(nodes$label == "", nodes$id, nodes$label))
  made %v% "id" <- nodes$id
  for (name in intersect(c("label_en", "level", "kind"), names(nodes))) {
    set.vertex.attribute(made, name, nodes[[name]])
  }
  set.vertex.attribute(made, "function1", sub(";.*", "", nodes$functions))
  if ("load" %in% names(nodes)) set.vertex.attribute(made, "load", as.numeric(nodes$load))
  if (nrow(edges) > 0) {
    weights <- as.list(as.numeric(edges$weight))
    add.edges(
      made, as.list(match(edges$source, nodes$id)), as.list(match(edges$target, nodes$id)),
      names.eval = rep(list(list("weight")), nrow(edges)), vals.eval = lapply(weights, list)
    )
  }
  made
}

read_network <- function(name, directed = FALSE, two_modes = FALSE) {
  nodes <- read_table(paste0(name, ".nodes.csv"), "id")
  edges <- read_table(paste0(name, ".edges.csv"), "source")
  make_network(nodes, edges, directed, if (two_modes) sum(nodes$bipartite == "0") else FALSE)
}

shared <- read_network("shared")
lead_support <- read_network("lead-support", directed = TRUE)
vertical <- read_network("vertical", directed = TRUE)
issuing <- read_network("issuing")
bipartite <- read_network("bipartite", two_modes = TRUE)

period_ties <- read_table("periods.edges.csv", "network")
period_bodies <- read_table("periods.nodes.csv", "period")
periods <- unique(period_bodies$period)

by_period <- function(name, directed = FALSE) {
  nodes <- read_table(paste0(name, ".nodes.csv"), "id")
  made <- lapply(periods, function(period) {
    ties <- period_ties[period_ties$network == name & period_ties$period == period, ]
    one <- make_network(nodes, ties, directed)
    active <- nodes$id %in% period_bodies$id[period_bodies$period == period]
    set.vertex.attribute(one, "active", active)
    one
  })
  names(made) <- periods
  made
}

shared_by_period <- by_period("shared")
lead_support_by_period <- by_period("lead-support", directed = TRUE)

describe <- function(name, made) {
  directed <- is.directed(made)
  ties <- network.edgecount(made)
  possible <- network.size(made) > 2
  data.frame(
    network = name,
    nodes = network.size(made),
    ties = ties,
    density = if (possible) gden(made) else NA,
    degree_centralization = if (!directed && possible) centralization(made, degree, mode = "graph") else NA,
    in_degree_centralization = if (directed && possible) centralization(made, degree, cmode = "indegree") else NA,
    components = if (network.size(made)) components(made, connected = "weak") else 0
  )
}

one_mode <- list(shared = shared, `lead-support` = lead_support, vertical = vertical, issuing = issuing)
summary_table <- do.call(rbind, Map(describe, names(one_mode), one_mode))
print(summary_table, row.names = FALSE, digits = 6)
cat("two modes:", network.size(bipartite), "nodes,", network.edgecount(bipartite), "ties\n")
cat("periods:", paste(periods, collapse = ", "), "\n")

# An exponential random graph model: do bodies of one level, and loaded bodies, share more measures?
if (requireNamespace("ergm", quietly = TRUE) && network.edgecount(shared) >= 10) {
  library(ergm)
  terms <- "edges"
  if (length(unique(shared %v% "level")) > 1) terms <- c(terms, "nodematch('level')")
  if (length(unique(shared %v% "load")) > 1) terms <- c(terms, "nodecov('load')")
  set.seed(1)
  shared_model <- ergm(as.formula(paste("shared ~", paste(terms, collapse = " + "))))
  print(summary(shared_model))
}

# A temporal model: does support that was given in one period go on in the next, and is it returned?
if (requireNamespace("btergm", quietly = TRUE) && length(periods) >= 3) {
  library(btergm)
  set.seed(1)
  support_model <- btergm(
    lead_support_by_period ~ edges + mutual + nodecov("load") + memory(type = "stability"), R = 500
  )
  print(summary(support_model))
}
