-- A linkage spread over a cluster: Spark divides, shuffles, sorts, tries again and stores; the two steps are `ansinh link keys` and `ansinh link score`.
--
-- Before, once, on both tables or on a large sample:
--   ansinh link register.csv sample.csv --out links.csv --model M.json --frequencies F.csv
-- Then, with ansinh, M.json and F.csv at these paths on every machine:
--   spark-sql -d ansinh=/opt/ansinh/ansinh -d model=/opt/ansinh/M.json -d frequencies=/opt/ansinh/F.csv -f link.spark.sql
--
-- Needs the tables `register` and `lists` with the columns named below, all of them strings without tabs and line ends (translate() takes
-- them out); writes the table `scored_pairs`. A pair that several keys
-- bring together comes once for each of them, with one weight: DISTINCT. Rows that begin with # hold the counts: `lines`, summed, must be `announced`,
-- summed, or something was lost on the way.

CREATE TABLE scored_pairs AS
WITH keyed AS (
  SELECT TRANSFORM (id, full_name, date_of_birth, sex, citizen_id, old_id, household_id, province_code, commune_code)
    ROW FORMAT DELIMITED FIELDS TERMINATED BY '\t' NULL DEFINED AS '\\N'
    USING '${ansinh} link keys --side left --frequencies ${frequencies} --columns id,full_name,date_of_birth,sex,citizen_id,old_id,household_id,province_code,commune_code'
    AS (key STRING, side STRING, line STRING)
    ROW FORMAT DELIMITED FIELDS TERMINATED BY '\t'
  FROM register
  UNION ALL
  SELECT TRANSFORM (id, full_name, date_of_birth, sex, id_number, insurance_no, household_id, province_code, commune_code, source)
    ROW FORMAT DELIMITED FIELDS TERMINATED BY '\t' NULL DEFINED AS '\\N'
    USING '${ansinh} link keys --side right --columns id,full_name,date_of_birth,sex,id_number,insurance_no,household_id,province_code,commune_code,source'
    AS (key STRING, side STRING, line STRING)
    ROW FORMAT DELIMITED FIELDS TERMINATED BY '\t'
  FROM lists
)
SELECT DISTINCT left_id, right_id, weight FROM (
  SELECT TRANSFORM (key, side, line)
    ROW FORMAT DELIMITED FIELDS TERMINATED BY '\t'
    USING '${ansinh} link score --model ${model}'
    AS (left_id STRING, right_id STRING, weight STRING)
    ROW FORMAT DELIMITED FIELDS TERMINATED BY '\t'
  FROM (SELECT key, side, line FROM keyed CLUSTER BY key)
);
