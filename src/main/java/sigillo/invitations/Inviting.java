package sigillo.invitations;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.directory.Edited;
import sigillo.directory.Limit;
import sigillo.invitations.Invitation.Terms;
import sigillo.keyring.Level;

/**
 * How people are invited, for the operator's commands and for the page of the postmaster. {@code site}: where the pages are, as
 * {@code https://mail.home.example}. {@code level}: of accounts for which none is said. {@code letters}: where mail leaves.
 */
public record Inviting(Invitations invitations, String site, Level level, Optional<InvitationLetters> letters) {

    /** {@code link}: to be given to one person; it is shown this once. {@code isMailed}: it is on its way to him. */
    public record Sent(Invitation invitation, String link, boolean isMailed) {
        @Override public String toString() { return "the invitation " + invitation.name(); }
    }

    /** {@code mail}: where the link is sent; empty: nowhere. Throws {@link IOException} where that failed: then the invitation is revoked. */
    public Edited<Sent> invite(Offer offer, Optional<Level> wanted, Limit limit, Duration valid, Optional<Address> mail) throws IOException {
        if (mail.isPresent() && letters.isEmpty()) return new Edited.Refused<>("no server runs: nothing can be sent");
        return switch (invitations.make(new Terms(offer, wanted.orElse(level), limit), valid)) {
            case Edited.Refused<Invitations.Fresh>(var why) -> new Edited.Refused<>(why);
            case Edited.Done<Invitations.Fresh>(var fresh) -> {
                var link = fresh.secret().link(site);
                if (mail.isPresent()) send(fresh.invitation(), link, mail.get());
                yield new Edited.Done<>(new Sent(fresh.invitation(), link, mail.isPresent()));
            }
        };
    }

    private void send(Invitation invitation, String link, Address to) throws IOException {
        try {
            letters.orElseThrow().send(invitation, link, to);
        } catch (IOException | RuntimeException no) {
            invitations.revoke(invitation.name());
            throw no;
        }
    }
}
