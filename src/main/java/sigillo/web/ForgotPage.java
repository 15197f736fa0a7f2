package sigillo.web;

import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.NetworkTries;
import sigillo.directory.AccountRecord;
import sigillo.directory.Edited;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.keyring.Level;
import sigillo.login.RecoveryCode;

/** A new password by who has lost the old one and kept the recovery code. Whatever is wrong looks alike. */
final class ForgotPage implements Page {
    private final House house;
    private final NetworkTries tries;

    ForgotPage(House house, NetworkTries tries) {
        this.house = house;
        this.tries = tries;
    }

    @Override public boolean isOpen() { return true; }

    @Override public Reply shown(Visit visit) { return page(200, visit, Optional.empty(), ""); }

    @Override public Reply sent(Visit visit, Fields form) {
        var why = Asking.newPassword(form.get("next"), form.get("again"));
        if (why.isPresent()) return page(400, visit, why, form.get("address"));
        var user = form.get("address");
        if (!tries.mayTry(visit.asked().client())) return page(429, visit, Optional.of(Text.SLOWED_A_WHILE), user);
        boolean isDone = recover(house, user.strip(), form.get("code"), form.get("next"));
        return isDone ? Notice.PASSWORD_CHANGED.at("/sign-in")
            : page(403, visit, Optional.of(Text.RECOVERY_REFUSED), user);
    }

    /** Whether the new password is set. */
    static boolean recover(House house, String user, String typed, String next) {
        var address = Address.parse(user);
        var code = RecoveryCode.parse(typed);
        if (address.isEmpty() || code.isEmpty() || isZeroAccess(house, address.get())) return false;
        boolean isSet = house.credentials().recover(address.get(), code.get(), next) instanceof Edited.Done<AccountRecord>;
        if (isSet) house.directory().account(address.get()).ifPresent(account -> house.sending().hasNewPassword(account.id()));
        return isSet;
    }

    /** There the code opens what this server is not to read: a browser makes its parts of it, and sends one. */
    private static boolean isZeroAccess(House house, Address address) {
        return account(house, address).filter(id -> house.keyring().level(id) == Level.L2).isPresent();
    }

    static Optional<AccountId> account(House house, Address address) { return house.directory().account(address).map(AccountRecord::id); }

    private static Reply page(int status, Visit visit, Optional<Text> wrong, String user) {
        return Layout.page(status, visit, Text.FORGOTTEN, Layout.note(Layout.wrong(visit, wrong)),
            Layout.p(visit.say(Text.FORGOTTEN_WHAT)),
            Layout.form(visit, "/forgot", "recover", Layout.address(visit, user, ""), Layout.recoveryCode(visit),
                Layout.newPassword(visit),
                Layout.button(visit.say(Text.SET_PASSWORD))),
            Html.of("<p><a href=\"/sign-in\">{}</a></p>\n", visit.say(Text.SIGN_IN)));
    }
}
