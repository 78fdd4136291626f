/// <reference types="fhir" />

/** The FHIR R4 (4.0.1) types in use; `@types/fhir` declares them as globals. */
export type FhirResource = fhir4.FhirResource;
export type Appointment = fhir4.Appointment;
export type Bundle = fhir4.Bundle;
export type BundleEntry = fhir4.BundleEntry;
export type CapabilityStatement = fhir4.CapabilityStatement;
export type ChargeItemDefinition = fhir4.ChargeItemDefinition;
export type FhirCoverage = fhir4.Coverage;
export type CoverageEligibilityResponse = fhir4.CoverageEligibilityResponse;
export type Encounter = fhir4.Encounter;
export type Extension = fhir4.Extension;
export type HealthcareService = fhir4.HealthcareService;
export type Identifier = fhir4.Identifier;
export type Invoice = fhir4.Invoice;
export type FhirLocation = fhir4.Location;
export type OperationOutcome = fhir4.OperationOutcome;
export type Organization = fhir4.Organization;
export type Patient = fhir4.Patient;
export type PaymentNotice = fhir4.PaymentNotice;
export type PaymentReconciliation = fhir4.PaymentReconciliation;
export type Provenance = fhir4.Provenance;
export type Reference = fhir4.Reference;
export type RelatedPerson = fhir4.RelatedPerson;
export type Schedule = fhir4.Schedule;
export type ServiceRequest = fhir4.ServiceRequest;
export type Slot = fhir4.Slot;
export type Task = fhir4.Task;

export type ResourceType = FhirResource['resourceType'];
export type ResourceOf<T extends ResourceType> = Extract<FhirResource, { resourceType: T }>;
