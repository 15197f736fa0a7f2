package sigillo.identities;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * As whom an account writes: RFC 8621 section 6. {@code mayDelete}: its owner has made it; the others come and go with
 * the addresses of the account.
 */
public record Identity(String id, Address email, Details details, boolean mayDelete) {

    /** Somebody in {@code replyTo} or {@code bcc}. */
    public record Named(Optional<String> name, Address email) {}

    /** What its owner says of it. Signatures are as the client wrote them: they are shown to nobody by this server. */
    public record Details(String name, List<Named> replyTo, List<Named> bcc, String text, String html) {
        private static final int VERSION = 1;
        public static final Details NONE = new Details("", List.of(), List.of(), "", "");

        public Details {
            replyTo = List.copyOf(replyTo);
            bcc = List.copyOf(bcc);
        }

        int characters() { return text.length() + html.length(); }

        byte[] encode(Address email) {
            var out = new RowOut(VERSION, name.length() + 3 * characters() + 64);
            out.address(email).text(name).text(text).text(html);
            write(out, replyTo);
            write(out, bcc);
            return out.done();
        }

        private static void write(RowOut out, List<Named> all) {
            out.number(all.size());
            for (var one : all) out.optional(one.name, out::text).address(one.email);
        }

        record Stored(Address email, Details details) {}

        static Stored decode(byte[] row) {
            var in = new RowIn(row, VERSION);
            var email = in.address();
            var name = in.text();
            var text = in.text();
            var html = in.text();
            return new Stored(email, new Details(name, read(in), read(in), text, html));
        }

        private static List<Named> read(RowIn in) {
            var all = new ArrayList<Named>();
            for (int left = in.count(); left > 0; left--) all.add(new Named(in.optional(in::text), in.address()));
            return all;
        }
    }
}
