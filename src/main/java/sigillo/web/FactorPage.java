package sigillo.web;

import java.util.List;
import java.util.Optional;
import sigillo.directory.Edited;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.login.SecondFactor;

/**
 * Codes of an authenticator beside the password: begun with a QR code, on once a code was right; backup codes are shown
 * once.
 */
final class FactorPage implements Page {
    private static final String PATH = "/second-factor";
    private final House house;

    FactorPage(House house) { this.house = house; }

    @Override public Reply shown(Visit visit) { return page(200, visit, Notice.of(visit)); }

    @Override public Reply sent(Visit visit, Fields form) {
        return switch (form.get("do")) {
            case "begin" -> begun(visit, form);
            case "confirm" -> confirmed(visit, form);
            case "codes" -> newCodes(visit, form);
            case "off" -> turnedOff(visit, form);
            default -> page(400, visit, Optional.empty());
        };
    }

    // ---- the page ----

    private Reply page(int status, Visit visit, Optional<Html> note) {
        boolean isOn = house.factor().isOn(visit.mine().user().account());
        return Layout.page(status, visit, Text.FACTOR, Layout.note(note), Layout.p(visit.say(Text.FACTOR_WHAT)),
            isOn ? whenOn(visit) : whenOff(visit));
    }

    private static Html whenOff(Visit visit) {
        return Layout.form(visit, PATH, "begin", Layout.h2(visit.say(Text.FACTOR_TURN_ON)),
            Layout.p(visit.say(Text.FACTOR_TURN_ON_LONG)),
            Layout.password(visit), Layout.button(visit.say(Text.GO_ON)));
    }

    private Html whenOn(Visit visit) {
        int left = house.factor().codesLeft(visit.mine().user().account());
        return Html.join(List.of(Layout.done(visit.say(Text.FACTOR_IS_ON, left)),
            Layout.form(visit, PATH, "codes", Layout.h2(visit.say(Text.NEW_CODES)),
                Layout.p(visit.say(Text.NEW_CODES_LONG)), Layout.code(visit, ""),
                Layout.button(visit.say(Text.NEW_CODES))),
            Layout.form(visit, PATH, "off", Layout.h2(visit.say(Text.FACTOR_TURN_OFF)), Layout.password(visit),
                Layout.field(visit.say(Text.CODE), "off-code", "text", Layout.CODE_TYPED),
                Layout.button(visit.say(Text.FACTOR_TURN_OFF)))));
    }

    // ---- turning it on ----

    private Reply begun(Visit visit, Fields form) {
        var why = Asking.password(house, visit, form.get("password"));
        if (why.isPresent()) return page(403, visit, Layout.wrong(visit, why));
        var user = visit.mine().user();
        return switch (house.factor().begin(user.account(), user.address(), house.name().name())) {
            case Edited.Refused<SecondFactor.Enrolment> _ ->
                page(409, visit, Layout.wrong(visit, Optional.of(Text.NOT_DONE)));
            case Edited.Done<SecondFactor.Enrolment>(var enrolment) -> Layout.page(visit, Text.FACTOR, Html.of("""
                <section class="card">
                <p>{}</p>
                {}<p>{}</p>
                <p class="secret">{}</p>
                </section>
                """, visit.say(Text.FACTOR_SCAN), QrImage.of(enrolment.link(), visit.say(Text.QR_LABEL)),
                visit.say(Text.FACTOR_TYPE),
                enrolment.secret().replaceAll(".{4}(?!$)", "$0 ")), confirming(visit, Optional.empty()));
        };
    }

    private static Html confirming(Visit visit, Optional<Text> wrong) {
        return Layout.form(visit, PATH, "confirm", Layout.note(Layout.wrong(visit, wrong)),
            Layout.p(visit.say(Text.FACTOR_CONFIRM)), Layout.code(visit, ""),
            Layout.button(visit.say(Text.FACTOR_TURN_ON)));
    }

    private Reply confirmed(Visit visit, Fields form) {
        return switch (house.factor().confirm(visit.mine().user().account(), form.get("code"))) {
            case Edited.Refused<List<String>> _ ->
                Layout.page(403, visit, Text.FACTOR, confirming(visit, Optional.of(Text.CODE_WRONG)));
            case Edited.Done<List<String>>(var codes) -> codes(visit, Text.FACTOR_ON_NOW, codes);
        };
    }

    /** Shown once. */
    private static Reply codes(Visit visit, Text what, List<String> codes) {
        return Layout.page(visit, Text.FACTOR, Layout.done(visit.say(what)), Html.of("""
            <section class="card">
            <h2>{}</h2>
            <p>{}</p>
            <ul class="secret codes">{}</ul>
            </section>
            <p><a class="button" href="/account">{}</a></p>
            """, visit.say(Text.BACKUP_CODES), visit.say(Text.BACKUP_CODES_LONG),
            codes.stream().map(code -> Html.of("<li>{}</li>", code)).toList(), visit.say(Text.HAVE_IT)));
    }

    // ---- what is asked for a code ----

    private Reply newCodes(Visit visit, Fields form) {
        var why = Asking.code(house, visit, form.get("code"));
        if (why.isPresent()) return page(403, visit, Layout.wrong(visit, why));
        return switch (house.factor().newCodes(visit.mine().user().account())) {
            case Edited.Refused<List<String>> _ -> page(409, visit, Layout.wrong(visit, Optional.of(Text.NOT_DONE)));
            case Edited.Done<List<String>>(var codes) -> codes(visit, Text.NEW_CODES_MADE, codes);
        };
    }

    private Reply turnedOff(Visit visit, Fields form) {
        var why = Asking.password(house, visit, form.get("password"))
            .or(() -> Asking.code(house, visit, form.get("off-code")));
        if (why.isPresent()) return page(403, visit, Layout.wrong(visit, why));
        house.factor().turnOff(visit.mine().user().account());
        return Notice.FACTOR_OFF.at(PATH);
    }
}
