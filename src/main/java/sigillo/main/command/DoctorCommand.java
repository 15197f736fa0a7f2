package sigillo.main.command;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sigillo.admin.Request;
import sigillo.main.config.ConfigFile;
import tools.jackson.databind.JsonNode;

@Command(name = "doctor", description = {"Says how the server is, on one board: each line with what is so, and the next step where there is one.",
    "Exit code 1 when something is wrong."})
public final class DoctorCommand implements Callable<Integer> {
    private static final boolean IS_ITALIAN = Locale.getDefault().getLanguage().equals("it");

    private final Ask ask;
    @Mixin private Target target;
    @Option(names = "--bundle", paramLabel = "FILE", description = "Writes a ZIP for who helps instead: versions, the board, counters, errors by kind, timings, settings without"
        + " texts; nobody's mail, addresses or names.")
    private Path bundle;
    @Option(names = "--with-domains", description = "Leaves names of domains in it.")
    private boolean withDomains;

    public DoctorCommand(Ask ask) { this.ask = ask; }

    @Override public Integer call() {
        if (bundle != null) return bundle();
        var board = ask.result(target, new Request.Examine());
        if (target.json()) ask.print(target, board);
        else board.forEach(this::tell);
        return board.valueStream().anyMatch(line -> line.path("state").asString().equals("wrong")) ? 1 : 0;
    }

    private int bundle() {
        var texts = new HashMap<String, String>();
        for (var file : ask.result(target, new Request.Bundle(withDomains))) texts.put(file.path("name").asString(), file.path("text").asString());
        if (ConfigFile.readAlone(target.file()) instanceof ConfigFile.Outcome.Right(_, var effective)) texts.put("settings.txt", BundleFile.settings(effective));
        BundleFile.write(bundle, texts);
        ask.say(IS_ITALIAN ? bundle + " è scritto: senza posta, indirizzi e nomi" + (withDomains ? ", con i nomi dei domini" : "") + ". Leggerlo prima di darlo a qualcuno."
            : bundle + " is written: without mail, addresses and names" + (withDomains ? ", with names of domains" : "") + ". Read it before you give it to anybody.");
        return 0;
    }

    private void tell(JsonNode line) {
        ask.say(String.format("%-7s  %-14s %s", state(line.path("state").asString()), said(line, "title"), said(line, "sentence")));
        var next = said(line, "next");
        if (!next.isEmpty()) ask.say(" ".repeat(24) + "-> " + next);
    }

    private static String said(JsonNode line, String what) { return line.path(IS_ITALIAN ? what + "InItalian" : what).asString(); }

    static String state(String state) {
        return switch (state) {
            case "fine" -> IS_ITALIAN ? "bene" : "fine";
            case "warning" -> IS_ITALIAN ? "avviso" : "warning";
            case "wrong" -> IS_ITALIAN ? "male" : "WRONG";
            default -> IS_ITALIAN ? "ignoto" : "unknown";
        };
    }
}
