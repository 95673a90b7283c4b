package org.acme.shop;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.persistence.NoResultException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

import org.hibernate.exception.ConstraintViolationException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What clients get to see of failures. */
class ErrorResponses {

    @ServerExceptionMapper
    Response conflict(ConstraintViolationException e) {
        return answer(Status.CONFLICT, e.getSQLException().getMessage());
    }

    @ServerExceptionMapper
    Response notFound(NoResultException e) {
        return answer(Status.NOT_FOUND, e.getMessage());
    }

    /** With all causes: the tests look at them. */
    @ServerExceptionMapper
    Response failed(Exception e) {
        return answer(Status.INTERNAL_SERVER_ERROR, Stream.<Throwable> iterate(e, cause -> cause != null, Throwable::getCause)
                .map(Throwable::toString).collect(Collectors.joining("\n")));
    }

    private static Response answer(Status status, String message) {
        return Response.status(status).type(MediaType.TEXT_PLAIN).entity(message).build();
    }
}
