package sigillo.main.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sigillo.admin.Operator;
import sigillo.admin.Reach;
import sigillo.admin.Request;
import sigillo.base.Address;

/** Many accounts of a file. Those that cannot be made are told; the others are made. */
final class AccountBatch {
    private final Ask ask;

    AccountBatch(Ask ask) { this.ask = ask; }

    /** The exit code: 1 when one could not be made. */
    int add(Target target, Path file) {
        var accounts = read(file);
        int failed = 0;
        try (var reach = ask.open(target)) {
            for (int from = 0; from < accounts.size(); from += Operator.BATCH_MAX) {
                failed += add(reach, accounts.subList(from, Math.min(from + Operator.BATCH_MAX, accounts.size())));
            }
        }
        ask.say((accounts.size() - failed) + " accounts are added" + (failed > 0 ? ", " + failed + " are not" : ""));
        return failed > 0 ? 1 : 0;
    }

    private int add(Reach reach, List<Request.AddAccount> some) {
        int failed = 0;
        for (var made : Ask.result(reach, new Request.AddAccounts(some))) {
            var error = made.path("error");
            if (error.isNull() || error.isMissingNode()) continue;
            ask.say(made.path("address").asString() + ": " + error.asString());
            failed++;
        }
        return failed;
    }

    private static List<Request.AddAccount> read(Path file) {
        var accounts = new ArrayList<Request.AddAccount>();
        int number = 0;
        for (var line : lines(file)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) continue;
            int blank = line.indexOf(' ');
            var address = Address.parse(blank < 0 ? line : line.substring(0, blank));
            if (blank < 0 || address.isEmpty()) throw new Failure(file + ":" + number + ": an address, a blank and a password would be right");
            accounts.add(new Request.AddAccount(address.get(), line.substring(blank + 1)));
        }
        return accounts;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Failure(file + " cannot be read as text");
        }
    }
}
