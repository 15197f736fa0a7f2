package sigillo.admin;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.directory.Edited;
import sigillo.directory.Limit;
import sigillo.invitations.Invitation;
import sigillo.invitations.Inviting;
import sigillo.invitations.Offer;

/** Invitations: one is made, as a link; which there are, and what became of each; one is revoked. */
public final class InvitationDesk implements Desk {
    private final Inviting inviting;
    private final InstantSource clock;

    public InvitationDesk(Inviting inviting, InstantSource clock) {
        this.inviting = inviting;
        this.clock = clock;
    }

    @Override public void register(Requests requests) {
        requests.on(Request.Invite.class, this::invite);
        requests.on(Request.ListInvitations.class, _ -> Operator.list(inviting.invitations().all(), this::line));
        requests.on(Request.RevokeInvitation.class, asked -> Operator.answer(inviting.invitations().revoke(asked.name()),
            was -> "the invitation " + was.name() + " to " + was.terms().offer() + " is void"
                + was.used().map(used -> "; the account " + used.by() + " that was made by it stays").orElse("")));
    }

    Answer invite(Request.Invite asked) {
        var offer = Address.parse(asked.to()).<Offer>map(Offer.Named::new).or(() -> Domain.parse(asked.to()).map(Offer.AnyOf::new));
        if (offer.isEmpty()) return new Answer.Failed(asked.to() + " is neither an address nor a domain");
        var limit = asked.limit().map(QuotaDesk::parse).orElse(Optional.of(new Limit.Default()));
        if (limit.isEmpty()) return new Answer.Failed(asked.limit().orElseThrow() + " is neither a size nor none nor default");
        try {
            return switch (inviting.invite(offer.get(), asked.level(), limit.get(), Duration.ofHours(asked.hours()), asked.mail())) {
                case Edited.Refused<Inviting.Sent>(var why) -> new Answer.Failed(why);
                case Edited.Done<Inviting.Sent>(var sent) -> new Answer.Done(new Results.NewInvitation(sent.invitation().name(),
                    sent.invitation().terms().offer().toString(), sent.invitation().terms().level(), sent.invitation().until(), sent.link(),
                    asked.mail()));
            };
        } catch (IOException no) {
            return new Answer.Failed("the invitation could not be sent, and is void: " + no.getMessage());
        }
    }

    private Results.InvitationLine line(Invitation one) {
        return new Results.InvitationLine(one.name(), one.terms().offer().toString(), one.terms().level(),
            one.state(clock.instant()).name().toLowerCase(Locale.ROOT), one.made(), one.until(), one.used().map(Invitation.Used::by),
            one.used().map(Invitation.Used::at));
    }
}
