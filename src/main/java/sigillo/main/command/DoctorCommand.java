package sigillo.main.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import sigillo.admin.Request;
import tools.jackson.databind.JsonNode;

@Command(name = "doctor", description = {"Says how the server is, on one board: each line with what is so, and the next step where there is one.",
    "Exit code 1 when something is wrong."})
public final class DoctorCommand implements Callable<Integer> {
    private static final boolean IS_ITALIAN = Locale.getDefault().getLanguage().equals("it");

    private final Ask ask;
    @Mixin private Target target;

    public DoctorCommand(Ask ask) { this.ask = ask; }

    @Override public Integer call() {
        var board = ask.result(target, new Request.Examine());
        if (target.json()) ask.print(target, board);
        else board.forEach(this::tell);
        return board.valueStream().anyMatch(line -> line.path("state").asString().equals("wrong")) ? 1 : 0;
    }

    private void tell(JsonNode line) {
        ask.say(String.format("%-7s  %-14s %s", state(line.path("state").asString()), said(line, "title"), said(line, "sentence")));
        var next = said(line, "next");
        if (!next.isEmpty()) ask.say(" ".repeat(24) + "-> " + next);
    }

    private static String said(JsonNode line, String what) { return line.path(IS_ITALIAN ? what + "InItalian" : what).asString(); }

    private static String state(String state) {
        return switch (state) {
            case "fine" -> IS_ITALIAN ? "bene" : "fine";
            case "warning" -> IS_ITALIAN ? "avviso" : "warning";
            case "wrong" -> IS_ITALIAN ? "male" : "WRONG";
            default -> IS_ITALIAN ? "ignoto" : "unknown";
        };
    }
}
