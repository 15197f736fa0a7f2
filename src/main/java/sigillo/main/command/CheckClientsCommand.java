package sigillo.main.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import sigillo.admin.Request;
import sigillo.base.Domain;
import tools.jackson.databind.JsonNode;

@Command(name = "check-clients", description = {"Plays mail programs against the running server, by its public names: what each would find when somebody sets it up.",
    "Exit code 1 when something is wrong."})
public final class CheckClientsCommand implements Callable<Integer> {
    private static final boolean IS_ITALIAN = Locale.getDefault().getLanguage().equals("it");

    private final Ask ask;
    @Mixin private Target target;
    @Parameters(paramLabel = "DOMAIN", description = "A domain of this server.")
    private Domain domain;

    public CheckClientsCommand(Ask ask) { this.ask = ask; }

    @Override public Integer call() {
        var lines = ask.result(target, new Request.CheckClients(domain));
        if (target.json()) ask.print(target, lines);
        else tell(lines);
        return lines.valueStream().anyMatch(line -> line.path("state").asString().equals("wrong")) ? 1 : 0;
    }

    private void tell(JsonNode lines) {
        var program = "";
        for (var line : lines) {
            if (!said(line, "program").equals(program)) ask.say(said(line, "program"));
            program = said(line, "program");
            ask.say(String.format("  %-7s  %-12s %s", DoctorCommand.state(line.path("state").asString()), line.path("step").asString(), said(line, "sentence")));
            if (!said(line, "next").isEmpty()) ask.say(" ".repeat(24) + "-> " + said(line, "next"));
        }
    }

    private static String said(JsonNode line, String what) { return line.path(IS_ITALIAN ? what + "InItalian" : what).asString(); }
}
