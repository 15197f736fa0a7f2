package sigillo.web;

import java.util.Optional;
import sigillo.authorization.Authorizing;
import sigillo.authorization.DeviceRequests.Shown;
import sigillo.base.NetworkTries;
import sigillo.directory.Edited;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.login.Programs;
import sigillo.oauth.Metadata;
import sigillo.oauth.UserCode;

/**
 * A program without a browser shows a code, which its person types here: RFC 8628 section 3.3. One that comes with the address
 * of the page is shown to be compared, never taken (section 5.4 there). Wrong ones are counted (section 5.1).
 */
final class DevicePage implements Page {
    private final Authorizing authorizing;
    private final Consent consent;
    private final NetworkTries tries;

    DevicePage(House house, Authorizing authorizing) {
        this.authorizing = authorizing;
        this.consent = new Consent(house);
        this.tries = WebLimits.tries(house.clock());
    }

    @Override public boolean isOpen() { return true; }

    @Override public boolean isBeforeKit() { return false; }

    @Override public Reply shown(Visit visit) {
        var query = visit.asked().query();
        if (visit.session().isEmpty()) return signIn(query);
        return typing(200, visit, Notice.of(visit), UserCode.parse(query.get("code")).map(UserCode::text).orElse(""));
    }

    private static Reply signIn(Fields query) { return Reply.seeOther(new Onward(Metadata.DEVICE, query).signIn()); }

    private static Reply typing(int status, Visit visit, Optional<Html> note, String code) {
        return Layout.page(status, visit, Text.DEVICE_LET_IN, Layout.note(note), Layout.p(visit.say(Text.DEVICE_WHAT)),
            Layout.form(visit, Metadata.DEVICE, "look",
                Layout.field(visit.say(Text.DEVICE_CODE), "code", "text", "required autocomplete=\"off\" maxlength=\"40\""
                    + " autocapitalize=\"characters\" spellcheck=\"false\" autofocus value=\"" + Html.escaped(code) + "\""),
                Layout.button(visit.say(Text.DEVICE_GO_ON))));
    }

    @Override public Reply sent(Visit visit, Fields form) {
        if (visit.session().isEmpty()) return signIn(Fields.NONE);
        var shown = UserCode.parse(form.get("code")).flatMap(authorizing.devices()::shown);
        if (shown.isEmpty()) return unknown(visit);
        return switch (form.get("do")) {
            case "yes" -> granted(visit, form, shown.get());
            case "no" -> refused(shown.get());
            default -> page(200, visit, Optional.empty(), shown.get());
        };
    }

    private Reply unknown(Visit visit) {
        boolean mayTry = tries.mayTry(visit.asked().client());
        return typing(mayTry ? 404 : 429, visit,
            Layout.wrong(visit, Optional.of(mayTry ? Text.DEVICE_CODE_UNKNOWN : Text.SLOWED_A_WHILE)), "");
    }

    private Reply page(int status, Visit visit, Optional<Html> note, Shown shown) {
        var hidden = Html.of("<input type=\"hidden\" name=\"code\" value=\"{}\">\n", shown.code().text());
        var about = Html.join(java.util.List.of(
            Html.of("<p>{} {}</p>\n", visit.say(Text.DEVICE_FROM, shown.network().text()), visit.speech().time(shown.at())),
            Layout.warn(Layout.p(visit.say(Text.DEVICE_COMPARE, shown.code().text())))));
        return Layout.page(status, visit, Text.CONSENT, Layout.note(note),
            consent.form(visit, Metadata.DEVICE, Consent.name(visit, shown.clientName()), shown.scopes(), hidden,
                about));
    }

    private Reply refused(Shown shown) {
        authorizing.devices().refuse(shown.code());
        return Notice.DEVICE_REFUSED.at(Metadata.DEVICE);
    }

    private Reply granted(Visit visit, Fields form, Shown shown) {
        var why = consent.whyNot(visit, form);
        if (why.isPresent()) return page(403, visit, Layout.wrong(visit, why), shown);
        var wish = new Programs.Wish(Consent.name(visit, shown.clientName()), shown.clientId(),
            Authorizing.services(shown.scopes()));
        var mine = visit.mine();
        boolean isDone = authorizing.devices().grant(shown.code(), code -> authorizing.programs()
            .approve(mine.user().address(), mine.unlocked(), wish, code) instanceof Edited.Done<?>);
        return isDone ? Notice.DEVICE_GRANTED.at(Metadata.DEVICE)
            : page(409, visit, Layout.wrong(visit, Optional.of(Text.CONSENT_NOT_DONE)), shown);
    }
}
