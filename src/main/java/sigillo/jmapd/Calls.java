package sigillo.jmapd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import sigillo.account.Locked;
import sigillo.jmap.Arguments;
import sigillo.jmap.Invocation;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.jmap.References;
import sigillo.jmap.Request;
import sigillo.spool.Spool;
import sigillo.spool.Spooled;
import sigillo.store.StoreException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries out the calls of a request in their order: RFC 8620 section 3.10. What fails in one does not fail the others.
 */
final class Calls {
    private static final System.Logger LOG = System.getLogger("sigillo.jmap");

    /** The names of methods that change something. */
    private static final Pattern CHANGING = Pattern.compile("/(set|import|copy|send|upload)$");

    private final Methods methods;
    private final Spool spool;
    private final AtomicLong answering = new AtomicLong();

    Calls(Methods methods, Spool spool) {
        this.methods = methods;
        this.spool = spool;
    }

    Methods methods() { return methods; }

    /**
     * The response, as it is sent; {@code shape} makes of it what is said beside. However slowly it is taken, it fills no heap:
     * what is long lies in a file.
     */
    Answered.Done answer(Caller caller, Request request, Patience patience, UnaryOperator<ObjectNode> shape)
            throws IOException {
        try (var budget = new Budget(answering, patience)) {
            var octets = written(shape.apply(response(caller, request, budget)));
            return new Answered.Done(octets, octets::close);
        }
    }

    private ObjectNode response(Caller caller, Request request, Budget budget) {
        var answers = new ArrayList<Invocation>();
        var references = new References();
        var created = new LinkedHashMap<>(request.createdIds().orElse(Map.of()));
        for (var call : request.calls()) {
            var also = new ArrayList<Invocation>();
            answers.add(answer(caller, request, call, references, answers, budget, created, also));
            answers.addAll(also);
        }
        return Request.response(answers, request.createdIds().map(_ -> created), SessionObject.state(caller));
    }

    /** Where there is no room for it, what was changed is told all the same, shortly. */
    private Spooled written(ObjectNode response) throws IOException {
        try (var writer = spool.writer()) {
            JsonText.write(response, writer.stream());
            return writer.finish();
        } catch (IOException noRoom) {
            if (!isShortened(response)) throw noRoom;
            return Spooled.of(JsonText.octets(response));
        }
    }

    /** Each answer but errors becomes one; false, and none does, where nothing may have been changed. */
    private static boolean isShortened(ObjectNode response) {
        var answers = (ArrayNode) response.get("methodResponses");
        boolean isChanged = false;
        for (var one : answers) isChanged |= CHANGING.matcher(one.get(0).stringValue()).find();
        if (!isChanged) return false;
        for (int i = 0; i < answers.size(); i++) answers.set(i, shortened((ArrayNode) answers.get(i)));
        return true;
    }

    private static ArrayNode shortened(ArrayNode answer) {
        var name = answer.get(0).stringValue();
        if (name.equals("error")) return answer;
        var why = CHANGING.matcher(name).find()
            ? MethodError.of("serverPartialFail", "What was done cannot be told for want of room: get all anew")
            : MethodError.of("serverUnavailable", "There is no room for the answer: try again later");
        return JsonText.array().add("error").add(why.json()).add(answer.get(2));
    }

    private Invocation answer(
            Caller caller, Request request, Invocation call, References references, List<Invocation> before,
                Budget budget,
            Map<String, String> created, List<Invocation> also) {
        try {
            budget.check();
            var method = methods.find(call.name(), request.using(), caller);
            var arguments = references.resolve(call.arguments(), before);
            return answer(call.name(), method, new Call(caller, call.callId(), arguments, Arguments.of(arguments),
                budget, created, also));
        } catch (MethodError why) {
            return Invocation.error(why, call.callId());
        }
    }

    /** Of one method: what fails in it becomes an error of its own. */
    static Invocation answer(String name, Methods.Method method, Call call) {
        try {
            return new Invocation(name, method.answer(call), call.callId());
        } catch (MethodError why) {
            return Invocation.error(why, call.callId());
        } catch (GivenUp over) {
            return Invocation.error(over.error(), call.callId());
        } catch (StoreException | IOException | UncheckedIOException | IllegalStateException why) {
            return Invocation.error(MethodError.of("serverFail", told(call, why)), call.callId());
        }
    }

    /** What a client hears of a failure; what is no business of its own is logged. */
    static String told(Call call, Exception why) {
        if (why instanceof Locked) return "Some of this account is locked at present";
        LOG.log(Level.ERROR, "a call of account " + call.caller().accountId() + " failed", why);
        return "It is in the server's log";
    }
}
