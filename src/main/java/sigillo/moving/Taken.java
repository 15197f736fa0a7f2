package sigillo.moving;

import java.util.ArrayList;
import java.util.List;
import sigillo.account.EmailId;
import sigillo.account.MailboxId;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * What is remembered of a message that was taken: which Email it is, how it was marked at the source ({@link Marks#hashes}),
 * and into which mailboxes it was put.
 */
record Taken(EmailId email, int[] marks, List<MailboxId> places) {
    Taken {
        places = List.copyOf(places);
    }

    void encode(RowOut out) {
        out.number(email.value()).number(marks.length);
        for (int hash : marks) out.number(Integer.toUnsignedLong(hash));
        out.number(places.size());
        for (var place : places) out.number(place.value());
    }

    static Taken decode(RowIn in) {
        var email = new EmailId(in.id());
        var marks = new int[in.count()];
        for (int i = 0; i < marks.length; i++) marks[i] = (int) in.number();
        var places = new ArrayList<MailboxId>();
        for (int left = in.count(); left > 0; left--) places.add(new MailboxId(in.id()));
        return new Taken(email, marks, places);
    }
}
