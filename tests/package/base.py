"""A small whole record package for tests, and the ways to change it: two invented clients, one corrected order."""

import json
from collections.abc import Mapping
from pathlib import Path

DESCRIPTOR = json.dumps({"profile": "tabular-data-package", "careplan:package": "careplan-record-package/1"})

FILES = {
    "partnerships": "id,name\nP1,Barton partnership\n",
    "providers": "id,name,sector\nPR1,Northern NHS Trust,nhs\nPR2,Turning Page,voluntary\n",
    "services": (
        "id,name,provider_id,partnership_id,prescribing,structured,out_of_hours,ndtms_agency,opened_on,closed_on\n"
        "S1,Barton service,PR1,P1,true,true,,A0001,2001-04-01,\n"
        "S2,Calder service,PR2,P1,false,true,false,,,\n"
    ),
    "workers": (
        "id,username,name,email,profession,registration_number,prescriber\n"
        "W1,kay,Kay Worker,,keyworker,,none\n"
        "W2,pria,Dr Pria Scriber,pria@example.org,doctor,7654321,doctor\n"
        "W3,tom,Tom Other,,keyworker,,\n"
    ),
    "memberships": (
        "worker_id,service_id,role,from,until\n"
        "W1,S1,keyworker,2015-04-01,\nW2,S1,prescriber,2015-04-01,2099-01-01\nW3,S2,keyworker,2015-04-01,\n"
    ),
    "clients": (
        "id,first_name,last_name,date_of_birth,sex,ethnicity,nhs_number,postcode,deceased_on\n"
        "C1,Lee,Edwards,1972-05-13,male,Z,9990000018,EC1A 1BB,\n"
        'C2,Zoë,"O\'Brien, née Price",1965-07-12,female,A,9990000026,ZZ99 3VZ,2025-10-01\n'
    ),
    "episodes": (
        "id,client_id,service_id,referred_on,referral_source,priority,triaged_on,keyworker_id,ndtms_consent,"
        "closed_on,exit_reason\n"
        "E1,C1,S1,2024-01-30,gp,pregnant,2024-02-06,W1,true,,\n"
        "E2,C2,S2,2024-11-08,self,none,2024-11-30,W3,false,2025-10-01,died\n"
        "E3,C1,S2,2023-01-30,gp,,,,,2023-06-01,dropped_out\n"
    ),
    "interventions": (
        "id,episode_id,kind,referred_on,first_offered_on,started_on,ended_on,ending\n"
        "I1,E1,specialist_prescribing,2024-01-30,2024-02-13,2024-02-21,,\n"
        "I2,E2,structured_psychosocial,2024-11-08,2024-12-09,2025-01-07,2025-09-30,unplanned\n"
    ),
    "assessments": (
        "id,episode_id,kind,checklist,edition,started_on,completed_on,worker_id\n"
        "A1,E1,triage,triage,1,2024-02-06,2024-02-06,W1\n"
        "A2,E1,comprehensive,comprehensive,1,2024-03-06,2024-03-07,W1\n"
        "A3,E1,risk,risk,1,2024-02-06,2024-02-06,W1\n"
        "A4,E2,triage,triage,1,2024-11-30,,W3\n"
    ),
    "answers": (
        "assessment_id,item,status,value,need,carried_from,confirmed_on\n"
        "A1,confidentiality_explained,answered,true,true,,\n"
        "A1,motivation_ruler,answered,7,false,,\n"
        'A1,presenting_reason,answered,"""Wants, he says,\\na \\""steady\\"" week""",,,\n'
        "A2,motivation_ruler,answered,7,,A1,2024-03-07\n"
        "A2,abscesses,declined,,,,\n"
        'A2,communication_needs,answered,"[""easy_read"", ""help_reading""]",,,\n'
        'A4,audit_score,answered,"{""value"": 12, ""tool"": ""audit""}",,,\n'
    ),
    "risk_levels": 'assessment_id,domain,level,reason\nA3,self,high,"two\noverdoses"\nA3,children,low,\n',
    "risk_actions": (
        "id,assessment_id,domain,action,responsible,due_on,done_on\n"
        "RA1,A3,self,safety plan,keyworker,2024-03-07,2024-03-01\n"
    ),
    "care_plans": (
        "id,episode_id,version,kind,drafted_on,agreed_on,agreement,copy_offered_on,copy_taken,risk_assessment_id\n"
        "PL1,E1,1,initial,2024-02-10,2024-02-11,signed,2024-02-11,paper,A3\n"
        "PL2,E1,2,comprehensive,2024-05-01,,,,,\n"
    ),
    "goals": (
        "id,care_plan_id,domain,wording,need_item,measure,target_on,responsible,status\n"
        'G1,PL1,physical,"less crack,\n\nmore sleep",abscesses,days a week,2099-04-01,client,open\n'
        "G2,PL2,social,café job,,,,,changed\n"
    ),
    "goal_actions": (
        "id,goal_id,action,responsible,agency,due_on,done_on\nGA1,G1,weekly session,keyworker,job centre,,2024-03-02\n"
    ),
    "care_plan_reviews": (
        "id,episode_id,reviewed_on,held,client_present,next_due_on\nRV1,E1,2024-05-01,true,true,2024-08-01\n"
    ),
    "goal_outcomes": "review_id,goal_id,status,client_view\nRV1,G1,partly,getting there\n",
    "pauses": "id,episode_id,reason,from,until\nPA1,E1,hospital,2024-06-01,2024-06-09\n",
    "courses": (
        "id,episode_id,drug,first_dose_on,ended_on,intent\n"
        "CO1,E1,methadone,2024-02-21,2024-09-01,maintenance\nCO2,E1,buprenorphine,2024-09-02,,\n"
    ),
    "dose_orders": (
        "id,course_id,effective_on,daily_mg,formulation,phase,recorded_at,recorded_by,corrects,correction_reason\n"
        "O1,CO1,2024-02-21,30,oral_mixture,induction,2024-02-21T10:00:00+00:00,W2,,\n"
        "O2,CO1,2024-03-01,600,oral_mixture,maintenance,2024-07-01T10:00:00+01:00,W2,,\n"
        "O3,CO1,2024-03-01,60.5,oral_mixture,maintenance,2024-07-02T10:00:00.5+01:00,W2,O2,a nought too many\n"
        "O4,CO2,2024-09-02,8,sublingual,induction,,,,\n"
    ),
    "regimens": (
        "id,course_id,effective_on,collect,supervised\n"
        "RG1,CO1,2024-02-21,1111110,1111110\nRG2,CO2,2024-09-02,1010100,0000000\n"
    ),
    "prescriptions": (
        "id,course_id,serial,form,signed_on,starts_on,ends_on,formulation,total_mg,prescriber_id,status\n"
        "RX1,CO1,000123,fp10mda,2024-02-21,2024-02-21,2024-03-05,oral_mixture,420,W2,completed\n"
        "RX2,CO1,,fp10,2024-03-06,2024-03-06,2024-03-19,oral_mixture,847.25,,issued\n"
    ),
    "dose_events": (
        "id,course_id,on,mode,status,mg,cause,source\n"
        "D1,CO1,2024-02-21,supervised,taken,30,,pharmacy\n"
        "D2,CO1,2024-02-21,take_home,collected,5.25,,pharmacy\n"
        "D3,CO1,2024-02-22,supervised,missed,,client,\n"
    ),
    "appointments": (
        "id,episode_id,starts_at,purpose,outcome,worker_id\n"
        "AP1,E1,2024-05-01T10:30:00+01:00,care_plan_review,attended,W1\nAP2,E1,2099-05-01T10:30+01:00,keywork,,\n"
        "AP3,E2,2025-10-06T09:00Z,group,cancelled_by_service,\n"
    ),
    "drug_tests": (
        "id,episode_id,taken_on,sample,results\n"
        'DT1,E1,2024-03-04,urine,"{""opiates"": ""positive"", ""cocaine"": ""not_tested""}"\n'
    ),
    "tops": (
        "id,episode_id,stage,interviewed_on,alcuse,consmp,opiuse,ivdrguse,sharing,psyhstat,acuthpbm,hrisk,quallife\n"
        "T1,E1,start,2024-02-21,4,6,28,0,N,0,Y,NA,20\nT2,E1,review,2024-05-21,0,,NA,,NA,20,N,,\n"
    ),
    "bbv_events": (
        "id,episode_id,on,kind,result\nB1,E1,2024-02-21,hbv_offered,\nB2,E1,2024-03-01,hcv_tested,negative\n"
    ),
    "naloxone_supplies": (
        "id,client_id,on,product,expires_on,trained,reason\n"
        "N1,C1,2024-02-21,nasal spray,2099-01-31,true,first\nN2,C2,2025-01-08,ampoules,2025-12-31,,first\n"
    ),
    "incidents": (
        "id,service_id,client_id,on,kind,severity,recorded_at,recorded_by,corrects,correction_reason\n"
        "X1,S1,C1,2024-04-02,drug_error,moderate,2024-04-02T12:00:00Z,W2,,\n"
        "X2,S1,C1,2024-04-02,drug_error,low,2024-04-03T12:00:00Z,W2,X1,no harm done\n"
        "X3,S2,C2,2025-10-01,death,death,,,,\nX4,S2,,2025-02-03,violence,none,,,,\n"
    ),
    "policies": (
        "service_id,policy,approved_on,review_due_on\n"
        "S1,prescribing,2022-09-01,2024-09-01\nS1,prescribing,2024-09-01,2099-09-01\n"
        "S2,child_protection,2024-09-01,2025-09-01\n"
    ),
    "clinical_audits": "id,service_id,title,completed_on,signed_off_by\nCA1,S1,Doses,2025-02-03,Dr Pria Scriber\n",
    "posts": (
        "id,service_id,role,established_wte,status,worker_id,direct_work_percent,experience_years,accredited,experience_in\n"
        "PO1,S1,practitioner,1,filled,W1,80,3.5,true,substance_misuse\nPO2,S1,manager,0.5,vacant,,,,,\n"
        "PO3,S2,practitioner,0.75,filled,W3,100,0,,\n"
    ),
    "returns": (
        "level,unit_id,question,key,value,recorded_on\n"
        "service,S1,1.1,sla.provider,definition aims,2025-03-01\n"
        "service,S1,1.1,sla.commissioner,none,2025-03-01\n"
        "service,S1,2.1,wait.reported_days,14.5,2025-03-01\n"
        "service,S1,5.3,confident.positive,3,2025-03-01\n"
        "service,S1,5.3,confident.respondents,10,2025-03-02\n"
        "service,S1,5.3,confident.positive,8,2025-04-01\n"
        "service,S2,6.4,caseload.system,no,2025-03-01\n"
        "service,S2,10.4,review.first_months,3,2025-03-01\n"
        "partnership,P1,2.2,practices.access,4,2025-03-01\n"
        "partnership,P1,2.2,practices.all,20,2025-03-01\n"
        "partnership,P1,7.2,directory.updated_on,2025-01-31,2025-03-01\n"
        "partnership,P1,7.3,planning,coproduced,2025-03-01\n"
    ),
    "checklist_choices": "service_id,checklist,edition,hidden,from\n"
    "S1,risk,1,alcohol_use,2024-11-16\nS2,triage,1,,2024-11-16\n",
}


def write(folder: Path, changed: Mapping[str, str | bytes | None] | None = None) -> Path:
    """The package in `folder`; `changed` replaces files by name (None leaves one out)."""
    folder.mkdir(exist_ok=True)
    files: dict[str, str | bytes | None] = {f"{name}.csv": text for name, text in FILES.items()}
    files["datapackage.json"] = DESCRIPTOR
    for name, text in (files | dict(changed or {})).items():
        if text is not None:
            (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def with_line(name: str, line: str) -> dict[str, str]:
    """The file with one row more."""
    return {f"{name}.csv": f"{FILES[name]}{line}\n"}


def swapped(name: str, old: str, new: str) -> dict[str, str]:
    """The file with the first occurrence of some text replaced."""
    assert old in FILES[name], f"{old} does not stand in {name}"
    return {f"{name}.csv": FILES[name].replace(old, new, 1)}
