package sigillo.main.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.admin.Operator;
import sigillo.admin.Request;
import sigillo.base.Address;
import sigillo.keyring.Level;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Many accounts of a file. Those that cannot be made are told; the others are made. */
final class AccountBatch {
    private final Ask ask;

    AccountBatch(Ask ask) { this.ask = ask; }

    /** The exit code: 1 when one could not be made. */
    int add(Target target, Path file, Optional<Level> level) {
        var accounts = read(file, level);
        var made = JsonNodeFactory.instance.arrayNode();
        try (var reach = ask.open(target)) {
            for (int from = 0; from < accounts.size(); from += Operator.BATCH_MAX) {
                var some = accounts.subList(from, Math.min(from + Operator.BATCH_MAX, accounts.size()));
                Ask.result(reach, new Request.AddAccounts(some)).forEach(made::add);
            }
        }
        var failed = made.valueStream().filter(one -> one.path("error").isString()).toList();
        if (target.json()) ask.print(target, made);
        else tell(made.valueStream().filter(one -> !one.path("error").isString()).toList(), failed);
        return failed.isEmpty() ? 0 : 1;
    }

    private void tell(List<JsonNode> added, List<JsonNode> failed) {
        failed.forEach(one -> ask.say(one.path("address").asString() + ": " + one.path("error").asString()));
        added.forEach(one -> ask.say(
            one.path("address").asString() + ": recovery code " + one.path("recoveryCode").asString()));
        ask.say(added.size() + " accounts are added" + (failed.isEmpty() ? "" : ", " + failed.size() + " are not"));
    }

    private static List<Request.AddAccount> read(Path file, Optional<Level> level) {
        var accounts = new ArrayList<Request.AddAccount>();
        int number = 0;
        for (var line : lines(file)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) continue;
            int blank = line.indexOf(' ');
            var address = Address.parse(blank < 0 ? line : line.substring(0, blank));
            if (blank < 0 || address.isEmpty()) {
                throw new Failure(file + ":" + number + ": an address, a blank and a password would be right");
            }
            accounts.add(new Request.AddAccount(address.get(), line.substring(blank + 1), level));
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
