package sigillo.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.directory.Edited;
import sigillo.directory.Limit;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.invitations.Invitation;
import sigillo.invitations.InvitationLimits;
import sigillo.invitations.Inviting;
import sigillo.invitations.Offer;

/** Invitations, for who looks after the server; for all others there is no such page. */
final class InvitationsPage implements Page {
    static final String PATH = "/invitations";
    private static final long GIB = 1L << 30;

    private final House house;
    private final StatusBoard board;

    InvitationsPage(House house, StatusBoard board) {
        this.house = house;
        this.board = board;
    }

    boolean isFor(Visit visit) { return visit.session().filter(session -> board.isFor(session.user().account())).isPresent(); }

    @Override public Reply shown(Visit visit) {
        return isFor(visit) ? page(200, visit, Optional.empty()) : notThere(visit);
    }

    private static Reply notThere(Visit visit) { return Layout.page(404, visit, Text.NOT_FOUND, Layout.p(visit.say(Text.NOT_FOUND_LONG))); }

    @Override public Reply sent(Visit visit, Fields form) {
        if (!isFor(visit)) return notThere(visit);
        return switch (form.get("do")) {
            case "invite" -> invited(visit, form);
            case "revoke" -> revoked(visit, form);
            default -> Reply.seeOther(PATH);
        };
    }

    // ---- the page ----

    private Reply page(int status, Visit visit, Optional<Html> note) {
        var all = house.inviting().invitations().all();
        var list = all.isEmpty() ? Layout.hint(visit.say(InvitationText.NONE))
            : Html.of("<ul class=\"list\">{}</ul>\n", all.stream().map(one -> item(visit, one)).toList());
        return Layout.page(status, visit, InvitationText.TITLE, Layout.note(note), Layout.p(visit.say(InvitationText.WHAT)), inviting(visit), list);
    }

    private static Html inviting(Visit visit) {
        var days = "required min=\"1\" max=\"" + InvitationLimits.VALID_MAX.toDays() + "\" value=\"" + InvitationLimits.VALID.toDays() + "\"";
        return Layout.form(visit, PATH, "invite", Layout.h2(visit.say(InvitationText.INVITE)),
            Layout.field(visit.say(InvitationText.TO), "to", "text", "required autocomplete=\"off\" maxlength=\"320\" autocapitalize=\"none\" spellcheck=\"false\""),
            Layout.field(visit.say(InvitationText.MAIL), "mail", "email", "autocomplete=\"off\" maxlength=\"320\""),
            Layout.hint(visit.say(InvitationText.MAIL_HINT)),
            Layout.field(visit.say(InvitationText.DAYS), "days", "number", days),
            Layout.field(visit.say(InvitationText.QUOTA), "quota", "number", "min=\"1\" max=\"1000000\""),
            Layout.password(visit), Layout.button(visit.say(InvitationText.MAKE)));
    }

    private Html item(Visit visit, Invitation one) {
        var state = house.inviting().invitations().state(one);
        var said = visit.say(state == Invitation.State.OPEN ? InvitationText.REVOKE : InvitationText.REMOVE);
        return Html.of("""
            <li class="card"><div><h2>{}</h2><p>{}</p><p class="state">{} {}</p></div>
            <details><summary aria-label="{}">{}</summary>
            {}</details></li>
            """, one.terms().offer(), state(visit, one, state), visit.say(Text.MADE_AT), visit.speech().time(one.made()),
            visit.say(InvitationText.REVOKE_ONE, one.terms().offer()), said, revoking(visit, one, said));
    }

    /** Each with a password of its own: the page has more than one of them. */
    private static Html revoking(Visit visit, Invitation one, String said) {
        var id = "password-" + one.name();
        return Layout.form(visit, PATH, "revoke", Html.of("""
            <input type="hidden" name="invitation" value="{}">
            <p class="field"><label for="{}">{}</label><input id="{}" name="password" type="password" required \
            autocomplete="current-password" maxlength="1024"></p>
            <p><button class="quiet">{}</button></p>
            """, one.name(), id, visit.say(Text.YOUR_PASSWORD), id, said));
    }

    private static Html state(Visit visit, Invitation one, Invitation.State state) {
        return switch (state) {
            case OPEN -> Html.of("{} {}", visit.say(InvitationText.OPEN), visit.speech().time(one.until()));
            case USED -> Html.of("{} {}", visit.say(InvitationText.USED, one.used().orElseThrow().by()), visit.speech().time(one.used().orElseThrow().at()));
            case OVER -> Html.of("{} {}", visit.say(InvitationText.OVER), visit.speech().time(one.until()));
            case SPENT -> Html.of("{}", visit.say(InvitationText.SPENT));
        };
    }

    // ---- what is done ----

    private Reply invited(Visit visit, Fields form) {
        var to = form.get("to").strip();
        var offer = Address.parse(to).<Offer>map(Offer.Named::new).or(() -> Domain.parse(to).map(Offer.AnyOf::new));
        var mail = Optional.of(form.get("mail").strip()).filter(text -> !text.isEmpty());
        var limit = limit(form.get("quota").strip());
        boolean isSound = offer.isPresent() && limit.isPresent() && mail.map(text -> Address.parse(text).isPresent()).orElse(true)
            && form.get("days").matches("[1-9][0-9]?");
        if (!isSound) return page(400, visit, Optional.of(Layout.wrong(visit.say(InvitationText.NOT_SOUND))));
        var why = Asking.password(house, visit, form.get("password"));
        if (why.isPresent()) return page(403, visit, Optional.of(Layout.wrong(visit.say(why.get()))));
        try {
            var valid = Duration.ofDays(Long.parseLong(form.get("days")));
            return invited(visit, house.inviting().invite(offer.get(), Optional.empty(), limit.get(), valid, mail.flatMap(Address::parse)), mail);
        } catch (IOException no) {
            return page(502, visit, Optional.of(Layout.wrong(visit.say(InvitationText.NOT_SENT))));
        }
    }

    private static Optional<Limit> limit(String gib) {
        if (gib.isEmpty()) return Optional.of(new Limit.Default());
        return gib.matches("[1-9][0-9]{0,6}") ? Optional.of(new Limit.Octets(Long.parseLong(gib) * GIB)) : Optional.empty();
    }

    private Reply invited(Visit visit, Edited<Inviting.Sent> made, Optional<String> mail) {
        return switch (made) {
            case Edited.Refused<Inviting.Sent> _ -> page(409, visit, Optional.of(Layout.wrong(visit.say(InvitationText.REFUSED))));
            case Edited.Done<Inviting.Sent>(var sent) -> page(200, visit, Optional.of(Html.of(
                "<div class=\"note done\" role=\"status\"><p>{}</p><p class=\"secret\">{}</p></div>\n",
                mail.map(to -> visit.say(InvitationText.SENT, to)).orElseGet(() -> visit.say(InvitationText.MADE)), sent.link())));
        };
    }

    private Reply revoked(Visit visit, Fields form) {
        var why = Asking.password(house, visit, form.get("password"));
        if (why.isPresent()) return page(403, visit, Layout.wrong(visit, why));
        var revoked = house.inviting().invitations().revoke(form.get("invitation"));
        return page(200, visit, revoked instanceof Edited.Done ? Optional.of(Layout.done(visit.say(InvitationText.REVOKED))) : Optional.empty());
    }
}
