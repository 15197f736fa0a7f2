package sigillo.imapd;

import java.io.IOException;
import java.util.Arrays;
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
        for (var each = result.from(0); each.hasNext(); ) out.raw(" ").number(name(each.nextInt()));
        if (withModSeq) out.raw(" (MODSEQ ").number(result.highestModSeq()).raw(")");
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
        if (asked.has(Option.MIN) && !result.isEmpty()) out.raw(" MIN ").number(name(result.first()));
        if (asked.has(Option.MAX) && !result.isEmpty()) out.raw(" MAX ").number(name(result.last()));
        if (asked.has(Option.COUNT)) out.raw(" COUNT ").number(result.count());
        if (asked.has(Option.RELEVANCY) && !result.isEmpty()) relevancy();
        if (all && !result.isEmpty()) {
            out.raw(" ALL ");
            ranges(0, result.count());
        }
        if (asked.page().isPresent()) page(asked.page().get());
        long modSeq = withModSeq ? modSeq(asked, all) : 0;
        if (modSeq > 0) out.raw(" MODSEQ ").number(modSeq);
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
        var each = result.from(from);
        long begin = 0;
        long end = 0;
        for (int place = from; place < to; place++) {
            long name = name(each.nextInt());
            if (place > from && name == end + 1) {
                end = name;
                continue;
            }
            if (place > from) range(begin, end, ",");
            begin = name;
            end = name;
        }
        range(begin, end, "");
    }

    private void range(long first, long last, String after) throws IOException {
        mailbox.out().number(first);
        if (last > first) mailbox.out().raw(":").number(last);
        mailbox.out().raw(after);
    }

    /** RFC 4731 section 3.2: of those messages that are told. */
    private long modSeq(Returns asked, boolean all) {
        int count = result.count();
        if (all || asked.has(Option.COUNT)) return result.highestModSeq();
        long highest = 0;
        if (asked.has(Option.MIN)) highest = highestModSeq(0, 1);
        if (asked.has(Option.MAX)) highest = Math.max(highest, highestModSeq(count - 1, count));
        if (asked.page().isEmpty()) return highest;
        return Math.max(highest, highestModSeq(asked.page().get().from(count), asked.page().get().to(count)));
    }

    /** Of those at places from one up to before another: as they are now, since it is not kept of each. */
    private long highestModSeq(int from, int to) {
        long highest = 0;
        var each = result.from(from);
        for (int place = from; place < to; ) {
            var piece = new int[Math.min(Fetch.PIECE, to - place)];
            for (int i = 0; i < piece.length; i++) piece[i] = each.nextInt();
            place += piece.length;
            Arrays.sort(piece);
            for (var entry : mailbox.entries(Selection.ofNumbers(mailbox.view(), piece))) highest = Math.max(highest, entry.modSeq());
        }
        return highest;
    }

    /** Ascending. */
    int[] uids() {
        var uids = new int[result.count()];
        int kept = 0;
        for (var each = result.from(0); each.hasNext(); ) uids[kept++] = each.nextInt();
        return uids(uids);
    }

    private int[] uids(int[] numbers) {
        Arrays.sort(numbers);
        for (int i = 0; i < numbers.length; i++) numbers[i] = (int) mailbox.view().uid(numbers[i]);
        return numbers;
    }

    private long name(int number) { return uid ? mailbox.view().uid(number) : number; }

    /**
     * The UIDs that SAVE keeps, ascending. RFC 5182 section 2.1: with MIN or MAX only those, unless ALL or COUNT is asked for;
     * RFC 9394 section 3.2: with PARTIAL those that it tells.
     */
    int[] toSave(Returns asked) {
        if (isAllSaved(asked)) return uids();
        int count = result.count();
        var some = new int[saved(asked)];
        int kept = 0;
        int place = 0;
        for (var each = result.from(0); each.hasNext(); place++) {
            int number = each.nextInt();
            int at = place;
            boolean isEnd = asked.has(Option.MIN) && at == 0 || asked.has(Option.MAX) && at == count - 1;
            if (isEnd || asked.page().map(page -> page.from(count) <= at && at < page.to(count)).orElse(false)) some[kept++] = number;
        }
        return uids(Arrays.copyOf(some, kept));
    }

    /** How many those are, at most. */
    int saved(Returns asked) {
        int count = result.count();
        if (isAllSaved(asked)) return count;
        int ofPage = asked.page().map(page -> Math.max(0, page.to(count) - page.from(count))).orElse(0);
        return Math.min(count, ofPage + 2);
    }

    private static boolean isAllSaved(Returns asked) {
        boolean some = asked.has(Option.MIN) || asked.has(Option.MAX) || asked.page().isPresent();
        return !some || asked.has(Option.ALL) || asked.has(Option.COUNT);
    }
}
