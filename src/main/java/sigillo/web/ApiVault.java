package sigillo.web;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.http.Reply;
import sigillo.vault.VaultSlot;
import sigillo.vault.VaultSlots.Changed;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the client root of an account is wrapped, and which blobs are under it: what is wrapped is nothing to this
 * server.
 */
final class ApiVault {
    private final House house;

    ApiVault(House house) { this.house = house; }

    void addTo(Map<String, Call> calls) {
        calls.put("GET /api/vault", (visit, _) -> Json.reply(200, shown(house, visit.mine().user().account())));
        calls.put("POST /api/vault/slots", this::set);
    }

    static String pepper(House house, AccountId account) {
        return Base64.getEncoder().encodeToString(house.signIn().vaultPepper(account));
    }

    /** For who has shown who he is. */
    static ObjectNode shown(House house, AccountId account) {
        var vault = house.endToEnd().vault();
        var slots = vault.slots().shown(account);
        var shown = Json.object().put("pepper", pepper(house, account)).put("version", slots.version());
        var list = shown.putArray("slots");
        slots.slots().forEach(one -> list.addObject().put("id", one.id()).put("kind", one.kind().text())
            .put("wrapped", Base64.getEncoder().encodeToString(one.wrapped().toArray())));
        var blobs = shown.putArray("blobs");
        vault.blobs().list(account).forEach(one -> blobs.addObject().put("name", one.name())
            .put("version", one.version())
            .put("size", one.octets()).put("writtenAt", one.written().toString()));
        return shown;
    }

    private Reply set(Visit visit, JsonNode with) {
        var why = Asking.password(house, visit, with);
        if (why.isPresent()) return Api.error(why.get());
        var slots = slots(with);
        if (slots.isEmpty()) return Json.error(400, "slotsUnfit");
        var account = visit.mine().user().account();
        var changed = house.endToEnd().vault().slots().set(account, whenVersion(with), slots.get());
        if (changed instanceof Changed.Done) house.endToEnd().ledger().vault(account);
        return reply(changed);
    }

    static long whenVersion(JsonNode with) { return with.path("whenVersion").asLong(-1); }

    static Reply reply(Changed changed) {
        return switch (changed) {
            case Changed.Done(var version) -> Json.reply(200, Json.object().put("version", version));
            case Changed.Elsewhere(var version) ->
                Json.reply(412, Json.object().put("error", "elsewhere").put("version", version));
            case Changed.Unfit() -> Json.error(400, "slotsUnfit");
        };
    }

    /** Empty where one is of no kind that there is. */
    static Optional<List<VaultSlot>> slots(JsonNode with) {
        var slots = new ArrayList<VaultSlot>();
        for (var one : with.path("slots")) {
            var kind = VaultSlot.Kind.of(Json.text(one, "kind"));
            if (kind.isEmpty()) return Optional.empty();
            slots.add(new VaultSlot(Json.text(one, "id"), kind.get(), Bytes.wrap(Json.octets(one, "wrapped"))));
        }
        return Optional.of(slots);
    }
}
