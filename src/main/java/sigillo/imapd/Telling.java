package sigillo.imapd;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import sigillo.imap.PageRange;
import sigillo.imap.Returns.Option;
import sigillo.imap.Returns;

/** Tells what a search or sort has found: RFC 9051 sections 7.3.3 and 7.3.4, RFC 4731, RFC 5267 section 3, RFC 9394. */
final class Telling {
    private final SelectedMailbox mailbox;
    private final String tag;
    private final boolean uid;
    private final SearchResult result;
    private final boolean withModSeq;

    /** {@code withModSeq}: RFC 7162 section 3.1.6, where the client asked for MODSEQs. */
    Telling(SelectedMailbox mailbox, String tag, boolean uid, SearchResult result, boolean withModSeq) {
        this.mailbox = mailbox;
        this.tag = tag;
        this.uid = uid;
        this.result = result;
        this.withModSeq = withModSeq && !result.isEmpty();
    }

    /** {@code word}: SEARCH or SORT. */
    void plain(String word) throws IOException {
        var out = mailbox.out().raw("* ").raw(word);
        for (int place = 0; place < result.count(); place++) out.raw(" ").number(name(place));
        if (withModSeq) out.raw(" (MODSEQ ").number(result.highestModSeq(0, result.count())).raw(")");
        out.crlf();
    }

    void extended(Returns asked) throws IOException {
        // RFC 5182 section 2.1: nothing is told when the result is only saved
        if (asked.equals(Returns.of(Option.SAVE))) return;
        // RFC 5267 section 4.3: UPDATE alone is told all, as an empty list is
        boolean all = asked.has(Option.ALL) || asksNothing(asked);
        var out = mailbox.out().raw("* ESEARCH (TAG ").text(tag).raw(")");
        if (uid) out.raw(" UID");
        // RFC 4731 section 3.1: without a match only COUNT is told
        if (asked.has(Option.MIN) && !result.isEmpty()) out.raw(" MIN ").number(name(0));
        if (asked.has(Option.MAX) && !result.isEmpty()) out.raw(" MAX ").number(name(result.count() - 1));
        if (asked.has(Option.COUNT)) out.raw(" COUNT ").number(result.count());
        if (asked.has(Option.RELEVANCY) && !result.isEmpty()) relevancy();
        if (all && !result.isEmpty()) {
            out.raw(" ALL ");
            ranges(0, result.count());
        }
        if (asked.page().isPresent()) page(asked.page().get());
        if (withModSeq && modSeq(asked, all) > 0) out.raw(" MODSEQ ").number(modSeq(asked, all));
        out.crlf();
    }

    private static boolean asksNothing(Returns asked) {
        return asked.options().stream().allMatch(o -> o == Option.UPDATE || o == Option.CONTEXT);
    }

    /** RFC 6203 section 4: what is found is found whole, so that one is as near as another. */
    private void relevancy() throws IOException {
        mailbox.out().raw(" RELEVANCY (");
        for (int place = 0; place < result.count(); place++) mailbox.out().raw(place == 0 ? "100" : " 100");
        mailbox.out().raw(")");
    }

    /** RFC 9394 section 3.1: NIL where the result has no such places. */
    private void page(PageRange page) throws IOException {
        mailbox.out().raw(" PARTIAL (").raw(page.toString()).raw(" ");
        int from = page.from(result.count());
        int to = page.to(result.count());
        if (from >= to) mailbox.out().nil();
        else ranges(from, to);
        mailbox.out().raw(")");
    }

    /** A sequence-set, written as it is made: it may be long. */
    private void ranges(int from, int to) throws IOException {
        for (int i = from; i < to; ) {
            int end = i;
            while (end + 1 < to && name(end + 1) == name(end) + 1) end++;
            mailbox.out().raw(i == from ? "" : ",").number(name(i));
            if (end > i) mailbox.out().raw(":").number(name(end));
            i = end + 1;
        }
    }

    /** RFC 4731 section 3.2: of those messages that are told. */
    private long modSeq(Returns asked, boolean all) {
        int count = result.count();
        if (all || asked.has(Option.COUNT)) return result.highestModSeq(0, count);
        long highest = 0;
        if (asked.has(Option.MIN)) highest = result.modSeq(0);
        if (asked.has(Option.MAX)) highest = Math.max(highest, result.modSeq(count - 1));
        if (asked.page().isEmpty()) return highest;
        return Math.max(highest, result.highestModSeq(asked.page().get().from(count), asked.page().get().to(count)));
    }

    /** Ascending. */
    int[] uids() { return Arrays.stream(result.numbers()).sorted().map(number -> (int) mailbox.view().uid(number)).toArray(); }

    private long name(int place) {
        int number = result.number(place);
        return uid ? mailbox.view().uid(number) : number;
    }

    /**
     * The UIDs that SAVE keeps, ascending. RFC 5182 section 2.1: with MIN or MAX only those, unless ALL or COUNT is asked for;
     * RFC 9394 section 3.2: with PARTIAL those that it tells.
     */
    int[] toSave(Returns asked) {
        int count = result.count();
        boolean some = asked.has(Option.MIN) || asked.has(Option.MAX) || asked.page().isPresent();
        var places = IntStream.range(0, count);
        if (some && !asked.has(Option.ALL) && !asked.has(Option.COUNT)) {
            places = IntStream.range(0, count).filter(place -> asked.has(Option.MIN) && place == 0
                || asked.has(Option.MAX) && place == count - 1 || asked.page().map(page -> page.from(count) <= place
                    && place < page.to(count)).orElse(false));
        }
        return places.map(result::number).sorted().map(number -> (int) mailbox.view().uid(number)).toArray();
    }
}
