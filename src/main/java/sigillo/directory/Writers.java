package sigillo.directory;

/** Who may write to an alias. The first is what an alias has of which nothing was said; rows keep the place of each. */
public enum Writers {
    ANYONE,
    /** Authors of the alias's own domain. */
    DOMAIN,
    /** Those whom it reaches: accounts here, under any address of theirs alone, and addresses elsewhere. */
    MEMBERS
}
