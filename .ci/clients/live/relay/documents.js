// The documents of ../caches.mjs for Relay, whose compiler makes artifacts of them.
import { graphql } from "relay-runtime";

export const list = graphql`
  query documentsListQuery {
    conference(code: "demo-hall") {
      id
      floorRequests(first: 100) {
        nodes {
          id
          state
        }
      }
    }
  }
`;

export const detail = graphql`
  query documentsDetailQuery($id: ID!) {
    node(id: $id) {
      id
      ... on FloorRequest {
        state
        subject
      }
    }
  }
`;

export const events = graphql`
  subscription documentsEventsSubscription {
    conferenceEvents(conference: "demo-hall") {
      position
      conference {
        id
        floorRequests(first: 100) {
          nodes {
            id
            state
          }
        }
      }
      change {
        __typename
        ... on FloorRequestChange {
          floorRequest {
            id
            state
            subject
          }
        }
      }
    }
  }
`;
