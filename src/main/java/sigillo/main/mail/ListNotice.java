package sigillo.main.mail;

import java.util.Optional;
import sigillo.delivery.Letters;
import sigillo.lists.HeldPost;
import sigillo.lists.MailList;
import sigillo.lists.Member;
import sigillo.lists.Moderation;

/** Tells the owner of a list of posts that wait, and that mail to a member came back so often that none is sent any more. */
public record ListNotice(Letters letters) implements Moderation.Notices {
    /** What a stranger wrote stands on lines of its own. */
    @Override public void held(MailList list, HeldPost post, Moderation.Ways ways) {
        letters.write(list.owner(), "list", _ -> new Letters.Letter("A post waits for you / Un messaggio ti aspetta: " + list.address(), """
            A message to the list %1$s was not passed on yet: %2$s.

            From / Da: %3$s
            Subject / Oggetto: %4$s
            %5$s

            Pass it on to all members, or remove it / Inoltralo a tutti gli iscritti, oppure eliminalo:
            %6$s

            Or answer this message as it is to pass it on; to remove it, write to %7$s .
            Oppure rispondi a questo messaggio così com'è per inoltrarlo; per eliminarlo, scrivi a %7$s .

            If nobody does within seven days it is removed, and nobody is told.
            Se nessuno lo fa entro sette giorni viene eliminato, senza avvisare nessuno.
            """.formatted(list.address(), post.why(), post.author(), post.subject(), post.preview(), ways.page(), ways.discard()),
            Optional.of(ways.approve())));
    }

    @Override public void paused(MailList list, Member member) {
        letters.write(list.owner(), "list", _ -> new Letters.Letter("A member of a list is paused / Un iscritto sospeso: " + list.address(), """
            Mail of the list %1$s to %2$s came back on %3$d days, so none is sent there for now. The member is told how to get it again.

            La posta della lista %1$s per %2$s è tornata indietro in %3$d giorni: per ora non ne viene inviata altra. L'iscritto sa come
            riceverla di nuovo.
            """.formatted(list.address(), member.address(), member.bounceDays())));
    }
}
