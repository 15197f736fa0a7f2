package sigillo.account;

import sigillo.store.RowIn;
import sigillo.store.RowOut;

/** A keyword that is in use. Its number is never given to another. */
record KeywordRow(Keyword keyword, long uses) {
    private static final int VERSION = 1;

    byte[] encode() { return new RowOut(VERSION).text(keyword.name()).number(uses).done(); }

    static KeywordRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        var keyword = Keyword.parse(in.text()).orElseThrow(() -> RowIn.broken("a keyword that is none"));
        return new KeywordRow(keyword, in.number());
    }
}
