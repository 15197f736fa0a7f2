package sigillo.web;

import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.directory.AccountRecord;
import sigillo.directory.Edited;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.vault.VaultSlot;

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
        if (hasVault(house, visit.mine().user().account())) return page(409, visit, Optional.of(Text.PASSWORD_IN_WEBMAIL));
        return change(house, sessions, visit, form.get("password"), form.get("next"))
            ? Site.signedOut(Notice.PASSWORD_CHANGED.at("/sign-in")) : page(409, visit, Optional.of(Text.NOT_DONE));
    }

    /** Whether the new password is set: then all sessions of its owner are over. */
    static boolean change(House house, Sessions sessions, Visit visit, String current, String next) {
        var user = visit.mine().user();
        boolean isSet = house.credentials().change(user.address(), current, next) instanceof Edited.Done<AccountRecord>;
        if (isSet) changed(house, sessions, visit);
        return isSet;
    }

    static void changed(House house, Sessions sessions, Visit visit) {
        var account = visit.mine().user().account();
        house.sending().hasNewPassword(account);
        sessions.endAllOf(account);
    }

    /** Whether what his browser has encrypted opens by the password: then only a browser with a script changes it. */
    static boolean hasVault(House house, AccountId account) { return hasSlot(house, account, VaultSlot.Kind.PASSWORD); }

    /** The same of the recovery code, and other ways. */
    static boolean hasSlot(House house, AccountId account, VaultSlot.Kind kind) {
        return house.endToEnd().vault().slots().shown(account).slots().stream().anyMatch(one -> one.kind() == kind);
    }

    private static Reply page(int status, Visit visit, Optional<Text> wrong) {
        return Layout.page(status, visit, Text.CHANGE_PASSWORD, Layout.note(Layout.wrong(visit, wrong)),
            Layout.p(visit.say(Text.CHANGE_PASSWORD_WHAT)),
            Layout.form(visit, "/password", "change", Layout.password(visit), Layout.newPassword(visit),
                Layout.button(visit.say(Text.CHANGE_PASSWORD))));
    }
}
