package sigillo.web;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import sigillo.authorization.Authorizing;
import sigillo.directory.Edited;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.login.Programs;
import sigillo.oauth.AuthorizationRequest;
import sigillo.oauth.AuthorizationRequest.Read;
import sigillo.oauth.Metadata;
import sigillo.oauth.OAuthError;
import sigillo.oauth.Parameters;
import sigillo.oauth.RedirectUri;

/** A program has sent its person here to say yes: RFC 6749 section 4.1.1. */
final class AuthorizePage implements Page {
    private final Authorizing authorizing;
    private final Consent consent;

    AuthorizePage(House house, Authorizing authorizing) {
        this.authorizing = authorizing;
        this.consent = new Consent(house);
    }

    @Override public boolean isOpen() { return true; }

    @Override public boolean isBeforeKit() { return false; }

    @Override public Reply shown(Visit visit) {
        var query = visit.asked().query();
        return switch (read(query)) {
            case Read.Nowhere(var isClientKnown) -> nowhere(visit, isClientKnown);
            case Read.Back back -> toProgram(back.location(issuer()));
            case Read.Good(var request) -> visit.session().isEmpty() ? signIn(query) : page(200, visit, Optional.empty(), request);
        };
    }

    private Read read(Fields said) { return AuthorizationRequest.read(new Parameters(said.values()), authorizing::client); }

    private String issuer() { return authorizing.metadata().issuer(); }

    private static Reply signIn(Fields query) { return Reply.seeOther(new Onward(Metadata.AUTHORIZE, query).signIn()); }

    /** RFC 9700: never with a status that would send a form on. */
    private static Reply toProgram(String location) { return Reply.seeOther(location).with("Referrer-Policy", "no-referrer"); }

    private static Reply nowhere(Visit visit, boolean isClientKnown) {
        var why = isClientKnown ? Text.CONSENT_NO_REDIRECT : Text.CONSENT_NO_CLIENT;
        return Layout.page(400, visit, Text.CONSENT, Layout.wrong(visit.say(why)));
    }

    private Reply page(int status, Visit visit, Optional<Html> note, AuthorizationRequest request) {
        var query = new Onward(Metadata.AUTHORIZE, visit.asked().isRead() ? visit.asked().query() : asked(visit)).text();
        var hidden = Html.of("<input type=\"hidden\" name=\"asked\" value=\"{}\">\n", query.substring(query.indexOf('?') + 1));
        var form = consent.form(visit, Metadata.AUTHORIZE, Consent.name(visit, request.client().name()),
            request.scopes(), hidden, where(visit, request.redirect()));
        return letGo(Layout.page(status, visit, Text.CONSENT, Layout.note(note), form), request.redirect());
    }

    private static Fields asked(Visit visit) {
        return Fields.parse(Fields.parse(new String(visit.asked().body(), StandardCharsets.UTF_8)).get("asked"));
    }

    private static Html where(Visit visit, RedirectUri redirect) {
        return Layout.hint(redirect.kind() == RedirectUri.Kind.HTTPS ? visit.say(Text.CONSENT_BACK_AT, redirect.source())
            : visit.say(Text.CONSENT_BACK_HERE));
    }

    /** Browsers apply {@code form-action} to where the answer of a form sends them. Else as all pages. */
    private static Reply letGo(Reply page, RedirectUri redirect) {
        return page.with("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' "
            + redirect.source() + "; base-uri 'none'; frame-ancestors 'none'");
    }

    @Override public Reply sent(Visit visit, Fields form) {
        var asked = Fields.parse(form.get("asked"));
        if (visit.session().isEmpty()) return signIn(asked);
        if (!(read(asked) instanceof Read.Good(var request))) return nowhere(visit, false);
        if (!form.get("do").equals("yes")) return toProgram(request.refused(OAuthError.ACCESS_DENIED, issuer()));
        var why = consent.whyNot(visit, form);
        return why.isPresent() ? page(403, visit, Layout.wrong(visit, why), request) : granted(visit, request);
    }

    private Reply granted(Visit visit, AuthorizationRequest request) {
        var wish = new Programs.Wish(Consent.name(visit, request.client().name()), request.client().id(),
            Authorizing.services(request.scopes()));
        var mine = visit.mine();
        return switch (authorizing.programs().approve(mine.user().address(), mine.unlocked(), wish, request.said(), request.challenge())) {
            case Edited.Done<String>(var code) -> toProgram(request.granted(code, issuer()));
            case Edited.Refused<String> _ -> page(409, visit, Layout.wrong(visit, Optional.of(Text.CONSENT_NOT_DONE)), request);
        };
    }
}
