package sigillo.correspondents;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.sealing.MarkedRow;
import sigillo.sealing.Secret;
import sigillo.store.Damaged;
import sigillo.store.Transactions;

/**
 * Rows of certificates and of their log bear this server's mark: whoever writes to the store gives nobody another
 * certificate by that. What has none is refused, with an alarm that names it. Any thread.
 */
final class MarkedRows {
    private static final String PLACE = "correspondents/";
    /** Marked at once, of rows from before there were marks. In octets, with {@link #ROW_OCTETS} for each. */
    private static final int ADOPTED_OCTETS = 1 << 20;
    /** What a row costs beside its key and value: there are many that are small. */
    private static final int ROW_OCTETS = 100;

    private static final String LOG_SPOILED = "The log of published certificates is not as this server wrote it: none"
        + " is published, withdrawn or shown to others until it is mended. Where an earlier release ran here and"
        + " published some: sigillo openpgp adopt-log. Else somebody has written to the store: look who, and bring it"
        + " back from a backup of before.";
    private static final String LOG_SPOILED_IN_ITALIAN = "Il registro dei certificati pubblicati non è come questo"
        + " server l'ha scritto: nessuno si pubblica, si ritira o si mostra ad altri finché non è riparato. Se qui è"
        + " stata in funzione una versione precedente che ne ha pubblicati: sigillo openpgp adopt-log. Altrimenti"
        + " qualcuno ha scritto nell'archivio: guarda chi, e ripristinalo da una copia di prima.";

    private final Secret key;
    private final Alarms alarms;

    MarkedRows(Secret key, Alarms alarms) {
        this.key = key;
        this.alarms = alarms;
    }

    byte[] marked(Bytes row, byte[] value) {
        alarms.clear(alarm(row));
        return MarkedRow.marked(key, place(row), value);
    }

    boolean isMarked(Bytes row, byte[] value) { return MarkedRow.isMarked(key, place(row), value); }

    /** Reads by {@code rows}; throws {@link Damaged} for what this server did not write there. */
    Function<Bytes, Optional<byte[]>> checking(Function<Bytes, Optional<byte[]>> rows) {
        return row -> {
            var value = rows.apply(row);
            if (value.isPresent() && !isMarked(row, value.get())) throw refused(row, "was not written by this server");
            return value;
        };
    }

    /** {@code why}: what is wrong with it, as the end of a sentence. */
    Damaged refused(Bytes row, String why) {
        if (isNamed(row)) alarms.raise(alarm(row), "A row of the published certificates " + why
            + ", and is not used: " + name(row)
            + ". Look who wrote to the store; its owner publishes his certificate once more: in the webmail, under"
            + " end-to-end encryption, or you for him where his mail is not encrypted to it (sigillo openpgp publish).",
            "Una riga dei certificati pubblicati non è come questo server l'ha scritta, e non si usa: " + name(row)
            + ". Guarda chi ha scritto nell'archivio; il proprietario pubblica di nuovo il suo certificato: nella"
            + " webmail, alla crittografia end-to-end, o tu per lui se la sua posta non è cifrata con quello"
            + " (sigillo openpgp publish).");
        else alarms.raise(alarm(row), LOG_SPOILED, LOG_SPOILED_IN_ITALIAN);
        return new Damaged("a row of the published certificates " + why + ": " + name(row), null);
    }

    private static String alarm(Bytes row) { return "published certificates: " + name(row); }

    /** Of those with an address or an account in their key, that; of the log, that it is the log's. */
    private static String name(Bytes row) {
        return isNamed(row) ? row.toUtf8() : "the key log";
    }

    private static boolean isNamed(Bytes row) {
        return row.length() > 2 && "cfw".indexOf(row.at(0)) >= 0 && row.at(1) == '/';
    }

    private static byte[] place(Bytes row) {
        var name = Bytes.utf8(PLACE).toArray();
        var all = Arrays.copyOf(name, name.length + row.length());
        System.arraycopy(row.toArray(), 0, all, name.length, row.length());
        return all;
    }

    /**
     * Those of before a release that marks: {@code fresh} says what is marked in the place of a row. May be done again.
     */
    void adopt(Transactions transactions, List<Bytes> prefixes, Function<Map.Entry<Bytes, byte[]>, byte[]> fresh) {
        for (var prefix : prefixes) {
            var some = new ArrayList<Map.Entry<Bytes, byte[]>>();
            var octets = new long[1];
            transactions.partition().range(prefix, prefix.afterPrefix(), false, (row, value) -> {
                if (isMarked(row, value)) return true;
                some.add(Map.entry(row, value));
                octets[0] += row.length() + value.length + ROW_OCTETS;
                if (octets[0] > ADOPTED_OCTETS) {
                    write(transactions, some, fresh);
                    some.clear();
                    octets[0] = 0;
                }
                return true;
            });
            write(transactions, some, fresh);
        }
    }

    /** Another server of a cluster may have written one anew since it was read: that one stays. */
    private void write(Transactions transactions, List<Map.Entry<Bytes, byte[]>> some,
            Function<Map.Entry<Bytes, byte[]>, byte[]> fresh) {
        if (some.isEmpty()) return;
        transactions.write(tx -> {
            for (var one : some) {
                boolean isAsRead = tx.get(one.getKey()).filter(now -> Arrays.equals(now, one.getValue())).isPresent();
                if (isAsRead) tx.put(one.getKey(), marked(one.getKey(), fresh.apply(one)));
            }
            return null;
        });
    }
}
