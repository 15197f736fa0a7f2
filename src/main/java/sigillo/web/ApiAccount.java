package sigillo.web;

import java.util.Map;
import sigillo.base.NetworkTries;
import sigillo.directory.Edited;
import sigillo.http.Reply;
import sigillo.login.Credentials.Unlocking;
import sigillo.login.RecoveryCode;
import sigillo.vault.VaultSlot;
import tools.jackson.databind.JsonNode;

/** The recovery kit and passwords. */
final class ApiAccount {
    private final House house;
    private final Sessions sessions;
    private final NetworkTries tries;
    private final ApiNextPassword stretched;

    ApiAccount(House house, Sessions sessions, NetworkTries tries) {
        this.house = house;
        this.sessions = sessions;
        this.tries = tries;
        this.stretched = new ApiNextPassword(house, sessions, tries);
    }

    void addTo(Map<String, Call> calls) {
        stretched.addTo(calls);
        calls.put("POST /api/kit", this::newKit);
        calls.put("POST /api/kit/confirm", this::confirmKit);
        calls.put("POST /api/password", this::change);
        calls.put("POST /api/recover", this::recover);
        calls.put("POST /api/locked", this::unlock);
    }

    private Reply newKit(Visit visit, JsonNode with) {
        if (with.has("part")) return stretched.newKit(visit, with);
        boolean isInVault = PasswordPage.hasSlot(house, visit.mine().user().account(), VaultSlot.Kind.RECOVERY);
        if (isInVault) return Json.error(409, "vaultNeeded");
        var why = Asking.password(house, visit, with);
        if (why.isPresent()) return Api.error(why.get());
        return switch (house.credentials().newCode(visit.mine().user().address(), visit.mine().unlocked())) {
            case Edited.Refused<RecoveryCode> _ -> Json.error(409, "notDone");
            case Edited.Done<RecoveryCode>(var code) -> {
                visit.mine().kitToConfirm(house.kits().isToConfirm(visit.mine().user().account()));
                yield Json.reply(200, Json.object().put("code", code.text()));
            }
        };
    }

    private Reply confirmKit(Visit visit, JsonNode with) {
        if (with.has("part")) return stretched.confirmKit(visit, with);
        var confirmed = house.kits().confirm(visit.mine().user().address(), Json.text(with, "code"));
        if (confirmed instanceof Edited.Refused<?>) return Json.error(403, "codeWrong");
        visit.mine().kitToConfirm(false);
        return Json.done();
    }

    private Reply change(Visit visit, JsonNode with) {
        if (with.path("next").isObject()) return stretched.change(visit, with);
        var next = Json.text(with, "next");
        var why = Asking.newPassword(next, next).or(() -> Asking.password(house, visit, Json.text(with, "password")));
        if (why.isPresent()) return Api.error(why.get());
        if (PasswordPage.hasVault(house, visit.mine().user().account())) return Json.error(409, "vaultNeeded");
        boolean isDone = PasswordPage.change(house, sessions, visit, Json.text(with, "password"), next);
        return isDone ? Site.signedOut(Json.done()) : Json.error(409, "notDone");
    }

    /** Whatever is wrong looks alike. */
    private Reply recover(Visit visit, JsonNode with) {
        if (with.has("part")) return stretched.recover(visit, with);
        var next = Json.text(with, "next");
        var why = Asking.newPassword(next, next);
        if (why.isPresent()) return Api.error(why.get());
        if (!tries.mayTry(visit.asked().client())) return Api.error(Text.SLOWED_A_WHILE);
        boolean isDone = ForgotPage.recover(house, Json.text(with, "address"), Json.text(with, "code"), next);
        return isDone ? Json.done() : Json.error(403, "refused");
    }

    private Reply unlock(Visit visit, JsonNode with) {
        if (!tries.mayTry(visit.asked().client())) return Api.error(Text.SLOWED_A_WHILE);
        return switch (house.credentials().unlock(visit.mine().user().address(), Json.text(with, "former"))) {
            case Edited.Done<Unlocking>(var now) -> Json.reply(200, Json.object().put("isWhole", now.isWhole()));
            case Edited.Refused<Unlocking> _ -> Json.error(403, "refused");
        };
    }
}
