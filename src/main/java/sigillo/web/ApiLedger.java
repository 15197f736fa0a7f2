package sigillo.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import sigillo.account.AccountId;
import sigillo.http.Outlet;
import sigillo.http.Reply;
import sigillo.ledger.LedgerLimits;
import sigillo.ledger.OwnersLedger;

/** The ledger of an account: a page of it, and all of it as a file that is verified without this server. */
final class ApiLedger {
    private final House house;

    ApiLedger(House house) { this.house = house; }

    void addTo(Map<String, Call> calls) {
        calls.put("GET /api/ledger", (visit, _) -> page(visit));
        calls.put("GET /api/ledger/export", (visit, _) -> export(visit.mine().user().account()));
    }

    private OwnersLedger ledger() { return house.endToEnd().ledger().kept(); }

    /** The newest first, or those before a number. */
    private Reply page(Visit visit) {
        var account = visit.mine().user().account();
        house.endToEnd().ledger().failures().tell(account);
        var head = ledger().head(account);
        var asked = visit.asked().query().get("before");
        if (!asked.matches("[0-9]{0,15}")) return Json.error(400, "before");
        long to = Math.min(head.next(), asked.isEmpty() ? head.next() : Long.parseLong(asked));
        var shown = Json.object().put("first", head.first()).put("next", head.next())
            .put("last", HexFormat.of().formatHex(head.last().toArray()));
        var entries = shown.putArray("entries");
        for (var line : ledger().lines(account, Math.max(head.first(), to - LedgerLimits.PAGE), to).reversed()) {
            var one = entries.addObject().put("number", line.number())
                .put("hash", HexFormat.of().formatHex(line.hash().toArray()));
            line.text().flatMap(text -> Json.parse(text.getBytes(StandardCharsets.UTF_8)))
                .ifPresent(text -> one.set("entry", text));
        }
        return Json.reply(200, shown);
    }

    private Reply export(AccountId account) {
        house.endToEnd().ledger().failures().tell(account);
        return Reply.of(200, "application/jsonl", (Outlet.Source) outlet -> send(account, outlet))
            .with("Content-Disposition", "attachment; filename=\"ledger.jsonl\"")
            .with("Content-Security-Policy", "default-src 'none'; sandbox");
    }

    /** As it is at this moment; what is let go meanwhile breaks it off. */
    private void send(AccountId account, Outlet outlet) throws IOException {
        var head = ledger().head(account);
        outlet.send((head.json() + "\n").getBytes(StandardCharsets.UTF_8));
        for (long from = head.first(); from < head.next() && !outlet.isOver(); from += LedgerLimits.PAGE) {
            var page = new StringBuilder();
            ledger().lines(account, from, Math.min(head.next(), from + LedgerLimits.PAGE))
                .forEach(line -> page.append(line.json()).append('\n'));
            outlet.send(page.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
