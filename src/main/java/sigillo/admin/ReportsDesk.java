package sigillo.admin;

import java.util.List;
import java.util.function.Supplier;

/** {@code told}: what reports of others say, the newest first. */
public record ReportsDesk(Supplier<List<Results.ReportLine>> told) implements Desk {
    @Override public void register(Requests requests) {
        requests.on(Request.ListReports.class, _ -> new Answer.Done(told.get()));
    }
}
