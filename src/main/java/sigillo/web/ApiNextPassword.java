package sigillo.web;

import java.util.Arrays;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.NetworkTries;
import sigillo.directory.AccountRecord;
import sigillo.directory.Edited;
import sigillo.http.Reply;
import sigillo.login.Credentials.NextPassword;
import sigillo.login.RecoveryPart;
import sigillo.login.WebSignIn.Parameters;
import sigillo.vault.VaultSlots.Changed;
import tools.jackson.databind.JsonNode;

/**
 * Passwords and recovery codes of which this server sees only its parts, changed together with the slots of the vault:
 * those are there before the change counts, and those before go afterwards, so that a stop leaves one that opens.
 */
final class ApiNextPassword {
    private final House house;
    private final Sessions sessions;
    private final NetworkTries tries;

    ApiNextPassword(House house, Sessions sessions, NetworkTries tries) {
        this.house = house;
        this.sessions = sessions;
        this.tries = tries;
    }

    void addTo(Map<String, Call> calls) {
        calls.put("POST /api/password/parameters", (_, with) -> parameters(with));
        calls.put("POST /api/recover/vault", this::vault);
    }

    private Reply parameters(JsonNode with) {
        return Json.reply(200, ApiSessions.shown(house.signIn().freshParams(Json.text(with, "address"))));
    }

    /** {@code with}: has a {@code next} that was stretched. */
    Reply change(Visit visit, JsonNode with) {
        var why = Asking.password(house, visit, with);
        if (why.isPresent()) return Api.error(why.get());
        var user = visit.mine().user();
        return by(user.account(), with.path("next"), next -> withVault(user.account(), with,
            () -> house.credentials().change(user.address(), visit.mine().unlocked(),
            next) instanceof Edited.Done<AccountRecord>,
            () -> {
                PasswordPage.changed(house, sessions, visit);
                return Site.signedOut(Json.done());
            }, Json.error(409, "notDone")));
    }

    /** The same by who is not signed in, and has the server's part of his recovery code. */
    Reply recover(Visit visit, JsonNode with) {
        if (!tries.mayTry(visit.asked().client())) return Api.error(Text.SLOWED_A_WHILE);
        var part = RecoveryPart.of(Json.octets(with, "part"));
        var address = Address.parse(Json.text(with, "address"));
        var account = address.flatMap(one -> ForgotPage.account(house, one));
        if (part.isEmpty() || account.isEmpty()) return Json.error(403, "refused");
        try {
            if (!house.credentials().isRecovery(address.get(), part.get())) return Json.error(403, "refused");
            return by(account.get(), with.path("next"), next -> withVault(account.get(), with,
                () -> house.credentials().recover(address.get(), part.get(),
                next) instanceof Edited.Done<AccountRecord>,
                () -> {
                    house.sending().hasNewPassword(account.get());
                    return Json.done();
                }, Json.error(403, "refused")));
        } finally {
            Arrays.fill(part.get().octets(), (byte) 0);
        }
    }

    /** What is to be wrapped anew; the code alone has opened all of it before. */
    private Reply vault(Visit visit, JsonNode with) {
        if (!tries.mayTry(visit.asked().client())) return Api.error(Text.SLOWED_A_WHILE);
        var part = RecoveryPart.of(Json.octets(with, "part"));
        var address = Address.parse(Json.text(with, "address"));
        boolean isRight = part.isPresent() && address.isPresent() && house.credentials()
            .isRecovery(address.get(), part.get());
        part.ifPresent(one -> Arrays.fill(one.octets(), (byte) 0));
        var account = address.filter(_ -> isRight).flatMap(one -> ForgotPage.account(house, one));
        return account.map(id -> Json.reply(200, ApiVault.shown(house, id)))
            .orElseGet(() -> Json.error(403, "refused"));
    }

    /** A recovery code that the browser has made. */
    Reply newKit(Visit visit, JsonNode with) {
        var why = Asking.password(house, visit, with);
        if (why.isPresent()) return Api.error(why.get());
        var part = RecoveryPart.of(Json.octets(with, "part"));
        if (part.isEmpty()) return Json.error(400, "partUnfit");
        var user = visit.mine().user();
        try {
            return withVault(user.account(), with,
                () -> house.credentials().newCode(user.address(), visit.mine().unlocked(),
                part.get()) instanceof Edited.Done<RecoveryPart>,
                () -> {
                    visit.mine().kitToConfirm(house.kits().isToConfirm(user.account()));
                    return Json.done();
                }, Json.error(409, "notDone"));
        } finally {
            Arrays.fill(part.get().octets(), (byte) 0);
        }
    }

    Reply confirmKit(Visit visit, JsonNode with) {
        var part = RecoveryPart.of(Json.octets(with, "part"));
        if (part.isEmpty()) return Json.error(403, "codeWrong");
        var confirmed = house.kits().confirm(visit.mine().user().address(), part.get());
        Arrays.fill(part.get().octets(), (byte) 0);
        if (confirmed instanceof Edited.Refused<?>) return Json.error(403, "codeWrong");
        visit.mine().kitToConfirm(false);
        return Json.done();
    }

    // ---- the new password ----

    private interface ByNext {
        Reply with(NextPassword next);
    }

    private static Reply by(AccountId account, JsonNode said, ByNext then) {
        var salt = Json.octets(said, "salt");
        var by = new Parameters(1, account.text(), Bytes.wrap(salt), said.path("memoryKib").asInt(0),
            said.path("passes").asInt(0),
            said.path("lanes").asInt(0));
        var next = new NextPassword(by, Json.octets(said, "authenticating"), Json.octets(said, "opening"));
        try {
            return then.with(next);
        } finally {
            Arrays.fill(next.authenticating(), (byte) 0);
            Arrays.fill(next.opening(), (byte) 0);
        }
    }

    // ---- the vault ----

    /** Where there is a vault its slots must come along, or it would open no more. */
    private Reply withVault(AccountId account, JsonNode with, BooleanSupplier change, Supplier<Reply> done,
            Reply refused) {
        var slots = house.endToEnd().vault().slots();
        if (!with.has("vault")) {
            if (slots.shown(account).version() > 0) return Json.error(409, "vaultNeeded");
            return change.getAsBoolean() ? done.get() : refused;
        }
        var list = ApiVault.slots(with.path("vault"));
        if (list.isEmpty()) return Json.error(400, "slotsUnfit");
        var staged = slots.stage(account, ApiVault.whenVersion(with.path("vault")), list.get());
        if (!(staged instanceof Changed.Done)) return ApiVault.reply(staged);
        if (!change.getAsBoolean()) {
            slots.unstage(account);
            return refused;
        }
        slots.settle(account);
        return done.get();
    }
}
