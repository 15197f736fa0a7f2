package sigillo.main.command;

import java.io.PrintWriter;
import sigillo.admin.Answer;
import sigillo.admin.Json;
import sigillo.admin.Reach;
import sigillo.admin.Request;
import tools.jackson.databind.JsonNode;

/** Puts a request to the operator of the server that is meant and prints the answer. */
public final class Ask {
    private final Opener opener;
    private final PrintWriter out;

    public Ask(Opener opener, PrintWriter out) {
        this.opener = opener;
        this.out = out;
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }

    Reach open(Target target) { return target.open(opener); }

    /** For a request whose answer is shown as it is. Returns the exit code. */
    int show(Target target, Request request) {
        print(target, result(target, request));
        return 0;
    }

    /** Throws {@link Failure} when it was not done. */
    JsonNode result(Target target, Request request) {
        try (var reach = open(target)) {
            return result(reach, request);
        }
    }

    static JsonNode result(Reach reach, Request request) {
        return switch (reach.ask(request)) {
            case Answer.Done done -> Json.tree(done);
            case Answer.Failed(var why) -> throw new Failure(why);
        };
    }

    void print(Target target, JsonNode result) {
        out.print(target.json() ? Json.pretty(result) : Text.of(result));
        out.flush();
    }
}
