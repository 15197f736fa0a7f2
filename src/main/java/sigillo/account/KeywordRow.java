package sigillo.account;

/** A keyword that is in use. Its number is never given to another. */
record KeywordRow(Keyword keyword, long uses) {
    private static final int VERSION = 1;

    byte[] encode() { return new RowOut(VERSION).text(keyword.name()).number(uses).done(); }

    static KeywordRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        return new KeywordRow(new Keyword(in.text()), in.number());
    }
}
