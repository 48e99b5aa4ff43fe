package dev.framelot.http;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.validation.ValidatorException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request that failed, as a problem: what the contract does not allow, what is too large, what is a bug here. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final Contract contract;
    private final long bodyBytes;

    Refusals(Contract contract, long bodyBytes) {
        this.contract = contract;
        this.bodyBytes = bodyBytes;
    }

    void answer(RoutingContext context, String operationId) {
        Throwable failure = cause(context.failure());
        if (context.statusCode() == 413) {
            Problem.of(413, "Too large", "The body is larger than the " + bodyBytes + " bytes that are taken here").answerAndClose(context);
        } else if (failure instanceof ValidatorException wrong) {
            invalid(context, operationId, wrong).answer(context);
        } else if (failure instanceof DecodeException unreadable) {
            Problem.of(400, "No JSON", "The body is no JSON object: " + unreadable.getMessage()).answer(context);
        } else if (context.statusCode() >= 400 && context.statusCode() < 500) {
            Problem.of(context.statusCode(), "Not possible", failure == null ? "The request can't be answered" : String.valueOf(failure.getMessage())).answer(context);
        } else {
            LOG.error("Could not answer {} {}", context.request().method(), Text.escaped(context.request().path()), failure);
            Problem.of(500, "Failed", "The request could not be answered; the log says why").answer(context);
        }
    }

    /** The router wraps what the validator says. */
    private static Throwable cause(Throwable failure) {
        boolean wrapped = failure != null && (failure.getCause() instanceof ValidatorException || failure.getCause() instanceof DecodeException);
        return wrapped ? failure.getCause() : failure;
    }

    private Problem invalid(RoutingContext context, String operationId, ValidatorException wrong) {
        try {
            // Throws ClassCastException where the body is an array.
            JsonObject body = context.body() == null ? null : context.body().asJsonObject();
            if (body != null) {
                List<Contract.Fault> faults = contract.faults(operationId, body);
                if (!faults.isEmpty()) {
                    Contract.Fault first = faults.get(0);
                    return new Problem(400, "Not allowed", first.text() + "; allowed are " + String.join(", ", first.allowed()), first.allowed());
                }
            }
        } catch (DecodeException | ClassCastException noObject) {
            return Problem.of(400, "No JSON", "The body is no JSON object");
        }
        return Problem.of(400, "Not allowed", String.valueOf(wrong.getMessage()));
    }
}
