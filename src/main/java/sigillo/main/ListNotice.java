package sigillo.main;

import java.util.function.BiConsumer;
import sigillo.delivery.Letters;
import sigillo.lists.MailList;
import sigillo.lists.Member;

/** Tells the owner of a list that mail to a member came back so often that none is sent any more. */
record ListNotice(Letters letters) implements BiConsumer<MailList, Member> {
    @Override public void accept(MailList list, Member member) {
        letters.write(list.owner(), "list", _ -> new Letters.Letter("A member of a list is paused / Un iscritto sospeso: " + list.address(), """
            Mail of the list %1$s to %2$s came back on %3$d days, so none is sent there for now. The member is told how to get it again.

            La posta della lista %1$s per %2$s è tornata indietro in %3$d giorni: per ora non ne viene inviata altra. L'iscritto sa come
            riceverla di nuovo.
            """.formatted(list.address(), member.address(), member.bounceDays())));
    }
}
