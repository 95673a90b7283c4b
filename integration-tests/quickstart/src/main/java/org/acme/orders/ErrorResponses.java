package org.acme.orders;

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

    private static Response answer(Status status, String message) {
        return Response.status(status).type(MediaType.TEXT_PLAIN).entity(message).build();
    }
}
