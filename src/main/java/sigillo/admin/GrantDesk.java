package sigillo.admin;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import sigillo.base.Address;
import sigillo.directory.Edited;
import sigillo.login.Grant;
import sigillo.login.Grants;

/** App passwords, tokens, and programs that came by OAuth. */
final class GrantDesk implements Desk {
    private final Grants grants;

    GrantDesk(Grants grants) { this.grants = grants; }

    @Override public void register(Requests requests) {
        requests.on(Request.MakeGrant.class, this::make);
        requests.on(Request.ListGrants.class, asked -> list(asked.address(), asked.kind()));
        requests.on(Request.RevokeGrant.class, asked -> revoke(asked.address(), asked.kind(), asked.number()));
    }

    Answer make(Request.MakeGrant asked) {
        var wish = new Grants.Wish(
            asked.kind(), asked.name(), Set.copyOf(asked.services()), asked.days().map(Duration::ofDays));
        return switch (grants.make(asked.address(), asked.password(), wish)) {
            case Edited.Done<Grants.Made>(var made) -> new Answer.Done(new Results.NewGrant(
                asked.address() + " has a new " + name(asked.kind()) + ", number " + made.grant().number(),
                made.grant().number(), made.secret()));
            case Edited.Refused<Grants.Made>(var why) -> new Answer.Failed(why);
        };
    }

    Answer list(Address address, Grant.Kind kind) {
        return switch (grants.list(address, kind)) {
            case Edited.Done<List<Grant>>(var all) -> Operator.list(all, GrantDesk::line);
            case Edited.Refused<List<Grant>>(var why) -> new Answer.Failed(why);
        };
    }

    private static Results.GrantLine line(Grant grant) {
        return new Results.GrantLine(grant.number(), grant.name(), grant.scopes().stream().sorted().toList(),
            grant.createdAt(), grant.expiresAt(), grant.lastUse().map(Grant.Use::at),
            grant.lastUse().map(Grant.Use::service), grant.lastUse().flatMap(Grant.Use::network));
    }

    Answer revoke(Address address, Grant.Kind kind, long number) {
        return Operator.answer(grants.revoke(address, kind, number),
            gone -> "the " + name(kind) + " " + gone.number() + " (" + gone.name()
                + ") is revoked; who was signed in with it is out");
    }

    private static String name(Grant.Kind kind) {
        return switch (kind) {
            case APP_PASSWORD -> "app password";
            case TOKEN -> "token";
            case PROGRAM -> "program";
            case PASSKEY -> "passkey";
        };
    }
}
