package sigillo.web;

import java.util.Optional;
import sigillo.directory.AccountRecord;
import sigillo.directory.Edited;
import sigillo.http.Fields;
import sigillo.http.Reply;

/** A new password by who knows the present one; all his sessions end, this one too. */
final class PasswordPage implements Page {
    private final House house;
    private final Sessions sessions;

    PasswordPage(House house, Sessions sessions) {
        this.house = house;
        this.sessions = sessions;
    }

    @Override public Reply shown(Visit visit) { return page(200, visit, Optional.empty()); }

    @Override public Reply sent(Visit visit, Fields form) {
        var why = Asking.newPassword(form.get("next"), form.get("again"))
            .or(() -> Asking.password(house, visit, form.get("password")));
        if (why.isPresent()) return page(403, visit, why);
        return change(house, sessions, visit, form.get("password"), form.get("next"))
            ? Site.signedOut(Notice.PASSWORD_CHANGED.at("/sign-in")) : page(409, visit, Optional.of(Text.NOT_DONE));
    }

    /** Whether the new password is set: then all sessions of its owner are over. */
    static boolean change(House house, Sessions sessions, Visit visit, String current, String next) {
        var user = visit.mine().user();
        boolean isSet = house.credentials().change(user.address(), current, next) instanceof Edited.Done<AccountRecord>;
        if (!isSet) return false;
        house.sending().hasNewPassword(user.account());
        sessions.endAllOf(user.account());
        return true;
    }

    private static Reply page(int status, Visit visit, Optional<Text> wrong) {
        return Layout.page(status, visit, Text.CHANGE_PASSWORD, Layout.note(Layout.wrong(visit, wrong)),
            Layout.p(visit.say(Text.CHANGE_PASSWORD_WHAT)),
            Layout.form(visit, "/password", "change", Layout.password(visit), Layout.newPassword(visit),
                Layout.button(visit.say(Text.CHANGE_PASSWORD))));
    }
}
