package sigillo.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.http.Reply;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What all of the operator's interface has in common: who may ask (for all others there is nothing), at which pace,
 * what is asked for with the password or a code again, and how answers go out. Only what is named goes out of a result:
 * never what comes to it later.
 */
final class OperatorCalls {
    static final String PATH = "/api/operator/";
    /** Of anything that is typed: an address is the longest (RFC 5321 section 4.5.3.1). */
    static final int TYPED_MAX = 320;
    /** Of what others have chosen, a reply for one; in characters. */
    static final int SHOWN_MAX = 400;

    private final House house;
    private final OperatorSeat seat;
    private final OperatorPace pace;
    private final Map<String, Call> calls;

    OperatorCalls(House house, OperatorSeat seat, Map<String, Call> calls) {
        this.house = house;
        this.seat = seat;
        this.pace = new OperatorPace(house.clock());
        this.calls = calls;
    }

    boolean isFor(Visit visit) { return visit.session().filter(one -> seat.isFor(one.user().account())).isPresent(); }

    /** Whether that is the account of who asks, however it is written. */
    boolean isMine(Visit visit, Address address) {
        return house.directory().account(address).filter(one -> one.id().equals(visit.mine().user().account()))
            .isPresent();
    }

    // ---- what there is ----

    void get(String path, Call call) { calls.put("GET " + PATH + path, guarded(call)); }

    void post(String path, Call call) { calls.put("POST " + PATH + path, guarded(call)); }

    /** With the password again, or a code where a second factor is on: a stolen session must not do this. */
    void danger(String path, Call call) {
        calls.put("POST " + PATH + path, guarded((visit, with) ->
            again(visit, with).map(Api::error).orElseGet(() -> call.answer(visit, with))));
    }

    private Call guarded(Call call) {
        return (visit, with) -> {
            if (!isFor(visit)) return Json.error(404, "notFound");
            if (!pace.begins()) return Json.error(429, "slowed");
            try {
                return call.answer(visit, with);
            } finally {
                pace.ends();
            }
        };
    }

    private Optional<Text> again(Visit visit, JsonNode with) {
        var code = Json.text(with, "code");
        boolean isByCode = !code.isEmpty() && house.factor().isOn(visit.mine().user().account());
        return isByCode ? Asking.code(house, visit, code) : Asking.password(house, visit, with);
    }

    // ---- what is asked for ----

    Reply ask(Visit visit, String what, ObjectNode with, Function<JsonNode, JsonNode> shown) {
        return switch (said(visit, what, with)) {
            case OperatorSeat.Said.Failed(var why) -> Json.reply(409,
                spoken(visit, Json.object().put("error", "refused").put("why", cut(why))));
            case OperatorSeat.Said.Done(var result) -> Json.reply(200, spoken(visit, shown.apply(result)));
        };
    }

    /** In the language that the page says it is in: the webmail's own choice, which our pages need not share. */
    private static <T extends JsonNode> T spoken(Visit visit, T shown) {
        return isItalian(visit) ? DeskSentences.toItalian(shown) : shown;
    }

    static boolean isItalian(Visit visit) {
        return visit.asked().header("accept-language").filter(one -> one.startsWith("it")).isPresent();
    }

    /** What was asked for, or nothing where it cannot be had now. */
    Optional<JsonNode> look(Visit visit, String what, ObjectNode with) {
        return said(visit, what, with) instanceof OperatorSeat.Said.Done(var result) ? Optional.of(result)
            : Optional.empty();
    }

    OperatorSeat.Said said(Visit visit, String what, ObjectNode with) {
        return seat.ask(visit.mine().user().address(), what, with);
    }

    /** A change: what was done, in a sentence of the server. */
    Reply change(Visit visit, String what, ObjectNode with) {
        return ask(visit, what, with, result -> only(result, "done"));
    }

    /** Of the filter: lists that are not said are empty. */
    static ObjectNode wishes(ObjectNode asked) {
        for (var list : List.of("allow", "block", "refuse", "unlist")) if (!asked.has(list)) asked.putArray(list);
        return asked;
    }

    static Optional<Address> address(JsonNode with, String name) {
        return Optional.of(Json.text(with, name).strip()).filter(text -> text.length() <= TYPED_MAX)
            .flatMap(Address::parse);
    }

    static Optional<Domain> domain(JsonNode with, String name) {
        return Optional.of(Json.text(with, name).strip()).filter(text -> text.length() <= TYPED_MAX)
            .flatMap(Domain::parse);
    }

    /** Of the query; cut to what an address may be long. */
    static String typed(Visit visit, String name) {
        var text = visit.asked().query().get(name).strip();
        return text.substring(0, Math.min(text.length(), TYPED_MAX));
    }

    // ---- what goes out ----

    /** Those that are there; texts are cut. */
    static ObjectNode only(JsonNode from, String... names) {
        var shown = Json.object();
        for (var name : names) {
            var value = from.path(name);
            if (value.isString()) shown.put(name, cut(value.asString()));
            else if (value.isValueNode() && !value.isNull()) shown.set(name, value);
        }
        return shown;
    }

    /** Of each line of a list, these; {@code max} lines. */
    static ObjectNode lines(JsonNode list, String as, int max, String... names) {
        var shown = Json.object();
        var all = shown.putArray(as);
        list.valueStream().limit(max).forEach(one -> all.add(only(one, names)));
        if (list.size() > max) shown.put("more", true);
        return shown;
    }

    /** The same without a cut, for what this server has made itself: a record of DNS is copied as a whole. */
    static ObjectNode wholeLines(JsonNode list, String as, int max, String... names) {
        var shown = Json.object();
        var all = shown.putArray(as);
        list.valueStream().limit(max).forEach(one -> {
            var line = all.addObject();
            for (var name : names) if (one.path(name).isString()) line.put(name, one.path(name).asString());
        });
        return shown;
    }

    static List<String> texts(JsonNode from, String name, int max) {
        return from.path(name).valueStream().limit(max).map(one -> cut(one.asString(""))).toList();
    }

    static String cut(String text) { return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…"; }
}
