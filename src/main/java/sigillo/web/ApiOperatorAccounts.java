package sigillo.web;

import java.util.Optional;
import java.util.function.BiFunction;
import sigillo.base.Address;
import sigillo.http.Reply;
import sigillo.login.Passwords;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Accounts, as their operator sees and changes them. What they hold he sees in octets, and no message of it. */
final class ApiOperatorAccounts {
    private static final int PAGE = 50;
    private static final String[] LINE = {"address", "level", "secondFactor", "kitToConfirm", "disabled", "created",
        "held", "max"};

    private final OperatorCalls calls;

    ApiOperatorAccounts(OperatorCalls calls) { this.calls = calls; }

    void add() {
        calls.get("accounts", (visit, _) -> list(visit));
        calls.get("account", (visit, _) -> one(visit));
        calls.danger("account/quota", (visit, with) -> of(with, address -> quota(visit, with, address)));
        calls.danger("account/resume", (visit, with) -> of(with, address -> calls.change(visit, "ResumeSending",
            about(address).put("drop", false))));
        calls.danger("account/pause", others((visit, _) -> address -> calls.change(visit, "PauseSending", about(address))));
        calls.danger("account/disabled", others((visit, with) -> address -> calls.change(visit, "SetDisabled",
            about(address).put("disabled", with.path("disabled").asBoolean(true)))));
        calls.danger("account/password", others((visit, with) -> address -> password(visit, with, address)));
        calls.danger("account/second-factor-off", others((visit, _) -> address ->
            calls.change(visit, "TurnOffSecondFactor", about(address))));
        calls.danger("account/remove", others((visit, with) -> address -> removed(visit, with, address)));
    }

    // ---- showing ----

    private Reply list(Visit visit) {
        var with = Json.object().put("search", OperatorCalls.typed(visit, "search")).put("max", PAGE);
        var after = OperatorCalls.typed(visit, "after");
        if (!after.isEmpty() && Address.parse(after).isEmpty()) return Json.error(400, "address");
        if (!after.isEmpty()) with.put("after", after);
        return calls.ask(visit, "FindAccounts", with, page -> {
            var shown = OperatorCalls.lines(page.path("accounts"), "accounts", PAGE, LINE);
            return shown.setAll(OperatorCalls.only(page, "found", "next"));
        });
    }

    private Reply one(Visit visit) {
        var address = Address.parse(OperatorCalls.typed(visit, "address"));
        if (address.isEmpty()) return Json.error(400, "address");
        var asked = about(address.get());
        return calls.ask(visit, "AccountQuota", asked, quota -> {
            var shown = OperatorCalls.only(quota, "held", "max", "limit", "fullSince", "vault",
                "protectedMail");
            calls.look(visit, "AccountSending", asked).ifPresent(sends -> shown.set("sending", sending(sends)));
            return shown.put("isMine", calls.isMine(visit, address.get()));
        });
    }

    private static ObjectNode sending(JsonNode sends) {
        var shown = OperatorCalls.only(sends, "paused", "because", "becauseInItalian", "busiestDay", "infected");
        return shown.setAll(OperatorCalls.lines(sends.path("limits"), "limits", PAGE, "limit", "now", "max", "own"));
    }

    // ---- changing ----

    private interface Change {
        Reply of(Address address);
    }

    private static Reply of(JsonNode with, Change change) {
        return OperatorCalls.address(with, "address").map(change::of).orElseGet(() -> Json.error(400, "address"));
    }

    /** Nobody shuts himself out here: his own account is changed in its settings. */
    private Call others(BiFunction<Visit, JsonNode, Change> change) {
        return (visit, with) -> of(with, address -> calls.isMine(visit, address) ? Json.error(409, "isOwn")
            : change.apply(visit, with).of(address));
    }

    private static ObjectNode about(Address address) { return Json.object().put("address", address.toString()); }

    private Reply quota(Visit visit, JsonNode with, Address address) {
        var limit = Json.text(with, "limit");
        if (!limit.matches("none|default|[1-9][0-9]{0,17}")) return Json.error(400, "limit");
        return calls.ask(visit, "AccountQuota", about(address).put("limit", limit),
            quota -> OperatorCalls.only(quota, "held", "max", "limit", "fullSince"));
    }

    private Reply password(Visit visit, JsonNode with, Address address) {
        var next = Json.text(with, "next");
        boolean isShort = next.codePointCount(0, next.length()) < Asking.PASSWORD_SIGNS_MIN;
        if (isShort) return Api.error(Text.PASSWORD_SHORT);
        Optional<String> why = Passwords.whyNot(next);
        if (why.isPresent()) return Api.error(Text.PASSWORD_UNFIT);
        return calls.change(visit, "SetPassword", about(address).put("password", next));
    }

    /** What is for good is typed first: also here, where no page has asked for it. */
    private Reply removed(Visit visit, JsonNode with, Address address) {
        boolean isTyped = Json.text(with, "typed").strip().equalsIgnoreCase(address.toString());
        return isTyped ? calls.change(visit, "RemoveAccount", about(address)) : Json.error(400, "typed");
    }
}
